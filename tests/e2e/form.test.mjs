// <fairnote-form> on somebody else's page, under the strictest policy: filled in by keyboard alone, posted, handed over, prefilled,
// in Welsh, on paper. In Chromium and in Firefox.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { launchChromium, launchFirefox } from './browsers.mjs';
import { assertQuiet, openPage, picture } from './portal.mjs';
import { assertAccessible, assertNoSidewaysScrolling } from './looks.mjs';
import { drawn, servePortal } from './portal-page.mjs';

const example = JSON.parse(readFileSync(new URL('../records/closure.json', import.meta.url), 'utf8'));
const HEARD = "addEventListener('fairnote:submit', ({ detail }) => { globalThis.heard = detail; });";
const CONTEXT = `document.querySelector('fairnote-form').context = ${JSON.stringify(example.context)};`;
const form = (kind, more = '') => `<fairnote-form standard="herts" kind="${kind}" ${more}></fairnote-form>`;
const PAGES = {
  '/closure.html': [form('closure'), `${HEARD}${CONTEXT}`],
  '/hosted.html': [`<fairnote-form standard="herts" kind="closure" action="/posted.html"><input type="hidden" name="token" value="t0k3n"></fairnote-form>`, HEARD],
  '/child.html': [form('child'), HEARD],
  '/welsh.html': [form('closure', 'lang="cy"'), ''],
  '/wrong.html': ['<fairnote-form standard="herts" kind="nothing"><p>Ring 01632 960 000.</p></fairnote-form>', ''],
};

/** A record as a page has it: yes and no are words. */
const asTyped = (value) => {
  if (Array.isArray(value)) return value.map(asTyped);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asTyped(inner)]));
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
};
const element = (page) => page.locator('fairnote-form');
const recordOf = (page) => element(page).evaluate((form) => form.record);
const checklist = (page) => page.getByRole('navigation', { name: 'Still to do' });

for (const [name, launch] of [['Chromium', launchChromium], ['Firefox', launchFirefox]]) {
  describe(`a form element in ${name}`, () => {
    let browser;
    let server;
    let posted;
    before(async () => {
      [browser, server] = await Promise.all([launch(), servePortal(PAGES, { posted: (body) => (posted = body) })]);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });
    const on = (title, path, work, { quiet = true, ...options } = {}) =>
      test(title, { timeout: 120_000 }, async () => {
        const opened = await openPage(browser, { server, ...options });
        const { page } = opened;
        try {
          // The example is of a day in June.
          await page.clock.setFixedTime(new Date(example.as_at));
          await page.goto(`${server.origin}${path}`);
          if (quiet) await drawn(page);
          await work(page, opened);
          if (quiet) await assertQuiet(opened);
        } catch (error) {
          await picture(page, `failed-${name}-form-${title.replaceAll(/\W+/g, '-').slice(0, 40)}`).catch(() => {});
          throw error;
        } finally {
          await opened.close();
        }
      });

    on('a whole closure is filled in and submitted with the keyboard alone', '/closure.html', async (page) => {
      await byKeyboard(page, asTyped(example.record.fields));
      await page.waitForFunction(() => globalThis.heard, undefined, { timeout: 10_000 });
      const { record, mode, report } = await page.evaluate(() => globalThis.heard);
      assert.deepEqual(record.fields, asTyped(example.record.fields));
      assert.equal(mode, 'final');
      assert.notEqual(report.verdict, 'rejected');
    });

    on('what stands in the way is said at the top, by each answer and in the checklist', '/closure.html', async (page) => {
      const missing = async () => Number((await checklist(page).locator('.fairnote-checklist__sum').innerText()).match(/^(\d+) answers? missing/)[1]);
      const before = await missing();
      assert.ok(before > 10, `${before}`);
      await page.getByRole('button', { name: 'Submit record' }).click();
      await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
      assert.equal(await page.evaluate(() => globalThis.heard), undefined);
      await page.getByRole('link', { name: 'Enter what was done' }).first().click();
      assert.equal(await page.evaluate(() => document.activeElement.name), 'actions_undertaken');
      await page.keyboard.type('I visited every week.');
      await page.keyboard.press('Tab');
      await checklist(page).getByText(`${before - 1} answers missing`).waitFor();
      await checklist(page).locator('summary').nth(1).click();
      await checklist(page).getByRole('link', { name: 'Enter what changed for the child' }).click();
      assert.equal(await page.evaluate(() => document.activeElement.name), 'outcomes');
      await assertAccessible(page, 'errors');
    });

    on('a record fills the form in, and comes out as it went in', '/closure.html', async (page) => {
      const reason = { rule: 'closure-views', at: '/fields/professionals/0/views', reason: 'Still on leave' };
      const given = { kind: 'closure', fields: asTyped(example.record.fields), accepted: [reason] };
      await element(page).evaluate(async (form, given) => {
        form.record = given;
        await form.ready;
      }, given);
      await drawn(page);
      assert.deepEqual(await recordOf(page), given);
      // Turned round by a change of an attribute, nothing is lost.
      await element(page).evaluate(async (form) => {
        form.setAttribute('heading', '3');
        await Promise.resolve();
        await form.ready;
      });
      await page.getByRole('heading', { level: 3, name: 'Closing a case' }).waitFor();
      assert.deepEqual(await recordOf(page), given);
      await checklist(page).getByText('Nothing stands in the way').waitFor();
    });

    on('with an address it posts as any form does, with the inputs of the page', '/hosted.html', async (page) => {
      await page.getByRole('textbox', { name: 'Full name' }).first().fill('Kai Lowe');
      await page.getByRole('button', { name: 'Save as draft' }).click();
      await page.getByRole('heading', { name: 'Posted' }).waitFor();
      const sent = new URLSearchParams(posted);
      assert.equal(sent.get('token'), 't0k3n');
      assert.equal(sent.get('kind'), 'closure');
      assert.equal(sent.get('child.full_name'), 'Kai Lowe');
      assert.equal(sent.get('action'), 'save_draft');
    });

    on('items are added and taken out, and reasons move with theirs', '/child.html', async (page) => {
      const add = page.getByRole('button', { name: /Add (another )?address/ });
      for (const postcode of ['SG13 8EQ', 'SG14 1AA', 'CV1 5RR']) {
        await add.click();
        await page.getByRole('textbox', { name: 'Postcode' }).last().fill(postcode);
      }
      assert.match(await page.evaluate(() => document.activeElement.name), /^addresses\.2\./);
      await element(page).evaluate((form) => {
        const { record } = form;
        form.record = { ...record, accepted: [0, 1, 2].map((at) => ({ rule: 'r', at: `/fields/addresses/${at}/postcode`, reason: `of ${at}` })) };
        return form.ready;
      });
      await drawn(page);
      await page.getByRole('button', { name: 'Remove address 2' }).click();
      const { fields, accepted } = await recordOf(page);
      assert.deepEqual(fields.addresses.map(({ postcode }) => postcode), ['SG13 8EQ', 'CV1 5RR']);
      assert.deepEqual(accepted.map(({ at, reason }) => [at, reason]), [['/fields/addresses/0/postcode', 'of 0'], ['/fields/addresses/1/postcode', 'of 2']]);
      await page.getByRole('group', { name: 'Address 2', exact: true }).getByRole('textbox', { name: 'Postcode' }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'addresses');
      await page.getByText('Address 2 was removed').waitFor({ state: 'attached' });
    });

    on('a long list is searched with the keyboard', '/child.html', async (page) => {
      const language = page.getByRole('combobox', { name: 'Main language at home' });
      const select = await language.evaluate((input) => input.closest('.fairnote-combobox').querySelector('select').name);
      const value = async () => (await recordOf(page)).fields[select];
      await language.focus();
      await page.keyboard.type('cymr');
      await page.getByRole('option', { name: 'Welsh/Cymraeg' }).waitFor();
      assert.equal(await language.getAttribute('aria-expanded'), 'true');
      await page.keyboard.press('ArrowDown');
      assert.equal(await page.evaluate((id) => document.getElementById(id).textContent, await language.getAttribute('aria-activedescendant')), 'Welsh/Cymraeg');
      await assertAccessible(page, 'a list that is open');
      await picture(page, `form-${name}-combobox`, { fullPage: false });
      await page.keyboard.press('Enter');
      assert.equal(await language.inputValue(), 'Welsh/Cymraeg');
      const code = await value();
      assert.ok(code);
      assert.equal(await language.getAttribute('aria-expanded'), 'false');
      // What is no choice goes back to what was chosen; what is emptied is no answer.
      await page.keyboard.press('Control+a');
      await page.keyboard.type('xyzzy');
      await page.getByRole('option', { name: 'No choice has these words' }).waitFor();
      await page.keyboard.press('Tab');
      assert.equal(await language.inputValue(), 'Welsh/Cymraeg');
      assert.equal(await value(), code);
      await language.fill('');
      await page.keyboard.press('Tab');
      assert.equal(await value(), undefined);
    });

    on('the interface is Welsh where the page asks for it', '/welsh.html', async (page) => {
      await page.getByRole('button', { name: "Cyflwyno'r cofnod" }).click();
      await page.getByRole('heading', { name: 'Mae problem' }).waitFor();
      assert.match(await page.title(), /^Gwall: /);
      await page.getByRole('navigation', { name: "Ar ôl i'w wneud" }).getByText('15 ateb ar goll').waitFor();
      await page.getByText('Pam y gofynnir hyn').first().waitFor();
      const narrative = page.getByLabel('What was done', { exact: true });
      await narrative.fill('I saw Kai at home. Mum told me that she is well. We agreed to close.');
      await page.getByRole('img', { name: /^3 datganiad: .*a ddywedwyd gan eraill$/ }).first().waitFor();
      await page.locator('summary').filter({ hasText: 'Datganiadau yn: What was done' }).click();
      await page.getByRole('combobox', { name: 'Ffynhonnell' }).first().waitFor();
      await assertAccessible(page, 'Welsh');
      await picture(page, `form-${name}-welsh`);
    });

    on('a form that cannot be shown says so, and leaves what the page had', '/wrong.html', async (page) => {
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      await page.getByText('Ring 01632 960 000.').waitFor();
      assert.equal(await page.locator('fairnote-form form').count(), 0);
    }, { quiet: false });

    on('every answer is printed in words', '/closure.html', async (page) => {
      const given = { fields: asTyped(example.record.fields) };
      await element(page).evaluate((form, given) => {
        form.record = given;
        return form.ready;
      }, given);
      await drawn(page);
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      const printed = await page.locator('.fairnote-print').textContent();
      for (const words of ['Kai Lowe', '15 June 2026', 'He told me on 2 June', 'Professional 2', 'East Family Hub', 'Child in need plan']) {
        assert.ok(printed.includes(words), words);
      }
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      assert.equal(await page.locator('.fairnote-print').count(), 0);
    });
  });
}

describe('how a form element looks', () => {
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([launchChromium(), servePortal(PAGES)]);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  for (const [look, options] of Object.entries({
    light: {},
    dark: { colorScheme: 'dark' },
    'forced colours': { forcedColors: 'active' },
    phone: { viewport: { width: 320, height: 640 }, hasTouch: true },
  })) {
    test(`${look}: empty, with errors and with a repeating row`, { timeout: 120_000 }, async () => {
      const opened = await openPage(browser, { server, ...options });
      const { page } = opened;
      // In forced colours the person's own colours are drawn, and axe would measure those that the page asked for.
      const without = options.forcedColors ? ['color-contrast'] : [];
      try {
        await page.goto(`${server.origin}/child.html`);
        await drawn(page);
        await assertAccessible(page, `${look}, empty`, without);
        await picture(page, `form-${look.replaceAll(' ', '-')}-empty`);
        await page.getByRole('button', { name: 'Add address' }).click();
        await page.getByRole('button', { name: 'Submit record' }).click();
        await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
        await assertAccessible(page, `${look}, errors`, without);
        await picture(page, `form-${look.replaceAll(' ', '-')}-errors`);
        await page.setViewportSize({ width: 320, height: 640 });
        await assertNoSidewaysScrolling(page, look);
        await assertQuiet(opened);
      } finally {
        await opened.close();
      }
    });
  }

  test('on paper there is the record and nothing to press', async () => {
    const opened = await openPage(browser, { server });
    const { page } = opened;
    try {
      await page.goto(`${server.origin}/closure.html`);
      await drawn(page);
      await element(page).evaluate((form, given) => {
        form.record = given;
        return form.ready;
      }, { fields: asTyped(example.record.fields) });
      await page.emulateMedia({ media: 'print' });
      await page.getByRole('heading', { name: 'Closing summary' }).waitFor();
      assert.equal(await page.getByRole('button').count(), 0);
      assert.equal(await page.getByRole('textbox').count(), 0);
      await picture(page, 'form-print');
      await assertQuiet(opened);
    } finally {
      await opened.close();
    }
  });
});

/** Fills a form in as a person does who has no mouse: Tab to each answer, and the keys that its control takes. */
async function byKeyboard(page, fields) {
  const at = (pointer) => pointer.split('/').slice(2).reduce((inside, step) => inside?.[step], fields);
  const where = () =>
    page.evaluate(() => {
      const { activeElement: on } = document;
      const select = on.dataset?.fairnoteSearches ? on.closest('.fairnote-combobox').querySelector('select') : on;
      return {
        tag: on.tagName,
        type: on.type,
        role: on.getAttribute('role'),
        value: on.value,
        label: on.textContent,
        pointer: on.dataset?.fairnoteField ?? on.dataset?.fairnoteSearches,
        part: on.dataset?.fairnotePart,
        add: on.dataset?.fairnoteAdd,
        values: on.type === 'radio' ? [...document.getElementsByName(on.name)].map(({ value }) => value) : [...(select.options ?? [])].map(({ value }) => value),
      };
    });
  await page.locator('h1').first().evaluate((heading) => {
    heading.tabIndex = -1;
    heading.focus();
  });
  const added = {};
  let moved = false;
  for (let steps = 0; steps < 500; steps += 1) {
    if (!moved) await page.keyboard.press('Tab');
    moved = false;
    const on = await where();
    if (on.add) {
      const items = at(`/fields/${on.add.replaceAll('.', '/')}`) ?? [];
      added[on.add] ??= 0;
      if (added[on.add] < items.length) {
        added[on.add] += 1;
        await page.keyboard.press('Enter');
        moved = true;
      }
    } else if (on.tag === 'BUTTON' && on.value === 'submit') {
      await page.keyboard.press('Enter');
      return;
    } else if (on.pointer) {
      const answer = at(on.pointer);
      if (answer === undefined) continue;
      if (on.part) await page.keyboard.type(partOf(answer, on.part));
      else if (on.type === 'checkbox') {
        if (answer.includes(on.value)) await page.keyboard.press('Space');
      } else if (on.type === 'radio') {
        const down = on.values.indexOf(answer);
        if (down === 0) await page.keyboard.press('Space');
        for (let times = 0; times < down; times += 1) await page.keyboard.press('ArrowDown');
      } else if (on.tag === 'SELECT') {
        for (let times = 0; times < on.values.indexOf(answer); times += 1) await page.keyboard.press('ArrowDown');
      } else if (on.tag === 'TEXTAREA') await page.keyboard.insertText(answer);
      else if (answer.length > 20) await page.keyboard.insertText(answer);
      else await page.keyboard.type(answer);
    }
  }
  throw new Error('the button to submit was not reached');
}

function partOf(moment, part) {
  const [date, time] = moment.split('T');
  const [year, month, day] = date.split('-').map((number) => String(Number(number)));
  return { day, month, year, time }[part];
}
