// What people do on the portal, in Chromium and in Firefox.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium, launchFirefox } from './browsers.mjs';
import { answer, assertQuiet, attached, begin, daysAgo, fillMoment, openPage, picture, startServer } from './portal.mjs';

const OPEN_CASE = /An open case/;
const UNBORN = /An unborn baby/;

/** An everyday case note that meets both policies. */
async function fillNote(page, { days = 1, narrative = 'I rang Leyla at 2.30pm. She told me that Amira has been at school every day this week.' } = {}) {
  await fillMoment(page, 'Date and time of the event', daysAgo(days, '14:30'));
  await fillMoment(page, 'Date and time of this entry', daysAgo(0, '00:01'));
  await answer(page, 'Is this a late entry?', 'No');
  const author = page.getByRole('group', { name: 'Person writing this record', exact: true });
  await author.getByLabel('Full name').fill('Sam Okafor');
  await author.getByLabel('Role in the case').fill('Social worker');
  await author.getByLabel('Job title').fill('Social worker');
  await page.getByLabel('Purpose', { exact: true }).fill('To hear how the week had been');
  await page.getByLabel('Allocated worker', { exact: true }).fill('Sam Okafor');
  await choose(page, 'Who the record is about', 'Child, young person or unborn baby');
  await choose(page, 'Type of contact', 'Telephone call');
  // Each press of "Add" sends the form: everything typed so far must come back.
  for (const [number, add, name, role] of [
    [1, 'Add person present', 'Leyla Yilmaz', 'Mother'],
    [2, 'Add another person present', 'Sam Okafor', 'Social worker'],
  ]) {
    await page.getByRole('button', { name: add, exact: true }).click();
    const person = page.getByRole('group', { name: `Person present ${number}`, exact: true });
    await person.getByLabel('Full name').fill(name);
    await person.getByLabel('Who they are to the child').fill(role);
  }
  await page.getByLabel('Record of the contact', { exact: true }).fill(narrative);
  await answer(page, 'Is anyone at risk of significant harm?', 'No');
  await answer(page, 'Does a service depend on this record?', 'No');
  await answer(page, 'Is this a significant event?', 'No');
  await answer(page, 'Is it right that no decision or action came of this?', 'Yes');
}

/** A code: a list or radios, whichever the page draws. */
async function choose(page, label, option) {
  const list = page.getByRole('combobox', { name: label, exact: true });
  if (await list.count()) {
    await list.selectOption({ label: option });
    // An answer is judged when it is left.
    await list.press('Tab');
  }
  else await answer(page, label, option);
}

/** Submits, once more if there are warnings to read first, and waits for the confirmation. */
async function submit(page) {
  await page.getByRole('button', { name: 'Submit record' }).click();
  const accepted = page.getByRole('heading', { name: 'Record accepted' });
  const warned = page.getByRole('heading', { name: 'Before you submit' });
  await accepted.or(warned).first().waitFor();
  if (await warned.count()) {
    await page.getByRole('button', { name: 'Submit record' }).click();
    await accepted.waitFor();
  }
}

const reportOnPage = async (page) => JSON.parse(await page.locator('#report').textContent());
const recordOnPage = async (page) => JSON.parse(await page.locator('#record').textContent());

for (const [name, launch] of [
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
]) {
  describe(name, () => {
    let browser;
    let server;
    before(async () => {
      [browser, server] = await Promise.all([launch(), startServer()]);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });
    const on = (title, work, options = {}) =>
      test(title, { timeout: 60_000 }, async () => {
        const opened = await openPage(browser, { server, ...options });
        try {
          await work(opened);
          await assertQuiet(opened);
        } catch (error) {
          await picture(opened.page, `failed-${name}-${title.replaceAll(/\W+/g, '-').slice(0, 40)}`).catch(() => {});
          throw error;
        } finally {
          await opened.close();
        }
      });

    on('a finding appears while typing, its fix is one press, and the server agrees with the page', async ({ page, requests }) => {
      await begin(page, server, { standard: 'Hertfordshire', kind: 'Case note', example: OPEN_CASE });
      await attached(page);
      await fillNote(page);
      await attached(page);
      const before = requests.length;
      const narrative = page.getByLabel('Record of the contact', { exact: true });
      await narrative.fill('');
      await narrative.pressSequentially('I rang Leyla at 2.30pm. The next CIN visit is on Friday.');
      const finding = page.locator('[data-fairnote-findings="/fields/narrative"]').getByText(/CIN/).first();
      await finding.waitFor();
      await picture(page, `${name.toLowerCase()}-finding-while-typing`);
      assert.equal(requests.length, before, 'typing sends nothing');
      await page.getByRole('button', { name: /child in need/i }).first().click();
      await finding.waitFor({ state: 'detached' });
      assert.match(await narrative.inputValue(), /The next child in need visit is on Friday\./);
      await submit(page);
      await picture(page, `${name.toLowerCase()}-confirmation`);
      const [report, record] = [await reportOnPage(page), await recordOnPage(page)];
      assert.notEqual(report.verdict, 'rejected');
      assert.match(record.fields.narrative, /child in need visit/);
      // The page's module, asked for the same record at the same moment, gives the same bytes as both of the server's doors.
      const context = await caseContext(server, { standard: 'herts', kind: 'case_note', example: 'open' });
      const asked = { standard: 'herts', record, context, as_at: report.as_at, mode: 'final' };
      const byServer = await check(server, asked);
      assert.equal(byServer, await page.locator('#report').textContent());
      const byModule = await page.evaluate(async ({ record, context, as_at }) => {
        const { standardAt } = await import('/assets/fairnote/index.js');
        const standard = await standardAt('/v1/standards/herts');
        return standard.checkJson(JSON.stringify(record), { context, as_at, mode: 'final' });
      }, asked);
      assert.equal(byModule, byServer);
      assert.doesNotMatch(server.log(), /Leyla|Okafor/, 'what was entered is in the log');
    });

    on('the module reads a form as the server does', async ({ page, faults }) => {
      // Attached by hand, to be able to ask for its report.
      await page.route('**/portal.js', (route) => route.abort());
      await begin(page, server, { standard: 'Hertfordshire', kind: 'Case note', example: OPEN_CASE });
      await fillNote(page, { narrative: 'The CIN plan was discussed. Dad was aggressive, and Mum “cried & cried”.' });
      const byModule = await page.evaluate(async () => {
        const { standardAt } = await import('/assets/fairnote/index.js');
        const standard = await standardAt('/v1/standards/herts');
        return standard.attach(document.querySelector('form[data-fairnote]')).report();
      });
      await submit(page);
      const record = await recordOnPage(page);
      const context = await caseContext(server, { standard: 'herts', kind: 'case_note', example: 'open' });
      const asked = { standard: 'herts', record, context, as_at: byModule.as_at, mode: byModule.mode };
      assert.deepEqual(byModule, JSON.parse(await check(server, asked)));
      assert.notEqual(byModule.findings.length, 0);
      faults.splice(0, faults.length, ...faults.filter((fault) => !/ERR_FAILED|portal\.js/.test(fault)));
    });

    on('a blocked submit shows the summary, moves to it, and its links lead to the answers', async ({ page }) => {
      await begin(page, server, { standard: 'Hertfordshire', kind: 'Case note', example: OPEN_CASE });
      await attached(page);
      await page.getByRole('button', { name: 'Submit record' }).click();
      const summary = page.locator('.govuk-error-summary').filter({ has: page.getByRole('heading', { name: 'There is a problem' }) });
      await summary.waitFor();
      await page.waitForFunction(() => document.activeElement?.closest('.govuk-error-summary') !== null);
      assert.match(await page.title(), /^Error: /);
      await picture(page, `${name.toLowerCase()}-blocked`);
      // Each line stands at its place too, lists that have no item yet among them, and all of them are counted.
      const lines = await summary.getByRole('link').allTextContents();
      const shown = await page.locator('.govuk-error-message:visible').allTextContents();
      for (const line of lines) assert.ok(shown.some((text) => text.includes(line)), `${line} is not said at its place`);
      await page.getByText(`${lines.length} problems`).waitFor();
      const link = summary.getByRole('link').first();
      const target = (await link.getAttribute('href')).slice(1);
      await link.click();
      assert.equal(await page.evaluate(() => document.activeElement.id), target);
    });

    on('the keyboard alone is enough', async ({ page }) => {
      await page.goto(`${server.origin}/`);
      await page.keyboard.press('Tab');
      assert.equal(await focused(page), 'Skip to main content');
      await page.keyboard.press('Enter');
      await tabTo(page, 'Coventry');
      await page.keyboard.press('Space');
      await tabTo(page, 'Case note');
      await page.keyboard.press('Space');
      await tabTo(page, 'Continue');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Submit record' }).waitFor();
      await attached(page);
      await tabTo(page, 'Record of the contact', 200);
      await page.keyboard.type('The CIN visit took place.');
      await page.locator('[data-fairnote-findings="/fields/narrative"]').getByText(/CIN/).first().waitFor();
      await tabTo(page, /child in need/i, 20);
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelector('textarea[name="narrative"]').value.includes('child in need visit'));
      assert.notEqual(await page.evaluate(() => document.activeElement), null);
      assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'focus is not lost by the fix');
      await tabTo(page, 'Save as draft', 200);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Draft checked' }).waitFor();
    });

    on('a draft is never blocked, and nothing typed is lost', async ({ page }) => {
      await begin(page, server, { standard: 'Hertfordshire', kind: 'Visit', example: OPEN_CASE });
      await attached(page);
      await fillMoment(page, 'Date and time of the visit', { day: '31', month: '2', year: 'soon', time: 'noon' });
      await page.getByLabel('Record of the visit', { exact: true }).fill('Half a sentence about <b>Kai</b> & “CIN”');
      await page.getByRole('button', { name: 'Save as draft' }).click();
      await page.getByRole('heading', { name: 'Draft checked' }).waitFor();
      const group = page.getByRole('group', { name: 'Date and time of the visit', exact: true });
      assert.equal(await group.getByLabel('Year', { exact: true }).inputValue(), 'soon');
      assert.equal(await page.getByLabel('Record of the visit', { exact: true }).inputValue(), 'Half a sentence about <b>Kai</b> & “CIN”');
      await picture(page, `${name.toLowerCase()}-draft`);
    });

    on('an unborn baby has no ethnicity yet, and one press says so', async ({ page }) => {
      await begin(page, server, { standard: 'Hertfordshire', kind: 'Child\'s record', example: UNBORN });
      await attached(page);
      await answer(page, 'Is this an unborn baby?', 'Yes');
      await page.getByRole('group', { name: 'Expected delivery date', exact: true }).waitFor();
      await choose(page, 'Ethnicity', 'White British');
      const message = page.getByText('Ethnicity must be Information not yet obtained for an unborn baby').first();
      await message.waitFor();
      await picture(page, `${name.toLowerCase()}-unborn`);
      await page.getByRole('button', { name: /Set to Information not yet obtained/ }).first().click();
      await message.waitFor({ state: 'detached' }).catch(() => message.waitFor({ state: 'hidden' }));
      const list = page.getByLabel('Ethnicity', { exact: true });
      assert.equal(await list.inputValue(), 'NOBT');
    });

    for (const standard of ['Hertfordshire', 'Coventry']) {
      on(`a late note is told so under ${standard}, and can still be written`, async ({ page }) => {
        await begin(page, server, { standard, kind: 'Case note', example: OPEN_CASE });
        await attached(page);
        await fillNote(page, { days: 40 });
        await page.getByRole('button', { name: 'Check record' }).click();
        const late = page.locator('.app-finding, .govuk-error-message').filter({ hasText: /late|was due/i }).first();
        await late.waitFor();
        await picture(page, `${name.toLowerCase()}-late-${standard.toLowerCase()}`);
        await answer(page, 'Is this a late entry?', 'Yes');
        await page.getByLabel('Why the entry is late', { exact: true }).fill('I was on leave and nobody covered the case.');
        for (const reason of await page.getByLabel(/say why/).all()) {
          if (await reason.isVisible()) await reason.fill('It is as it was; the time cannot be put back.');
        }
        await submit(page);
        assert.notEqual((await reportOnPage(page)).verdict, 'rejected');
      });
    }

    on('without a script the same findings come back', async ({ page }) => {
      await begin(page, server, { standard: 'Hertfordshire', kind: 'Case note', example: OPEN_CASE });
      await fillMoment(page, 'Date and time of the event', daysAgo(1, '14:30'));
      await page.getByLabel('Record of the contact', { exact: true }).fill('The CIN plan was discussed. Mum failed to engage.');
      await page.getByRole('button', { name: 'Check record' }).click();
      await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
      await picture(page, `${name.toLowerCase()}-without-a-script`);
      const drawn = await page.locator('[data-fairnote-rule]').evaluateAll((all) => all.map((one) => one.dataset.fairnoteRule));
      const errors = await page.locator('.govuk-error-summary__list li').allTextContents();
      const context = await caseContext(server, { standard: 'herts', kind: 'case_note', example: 'open' });
      const event = daysAgo(1, '14:30');
      const two = (number) => number.padStart(2, '0');
      const record = {
        kind: 'case_note',
        fields: {
          event_at: `${event.year}-${two(event.month)}-${two(event.day)}T14:30`,
          narrative: 'The CIN plan was discussed. Mum failed to engage.',
        },
      };
      const report = JSON.parse(await check(server, { standard: 'herts', record, context, mode: 'final' }));
      const blocking = report.findings.filter(({ level, outcome }) => level === 'must' && outcome !== 'pending');
      assert.deepEqual(errors.map((text) => text.trim()).sort(), blocking.map(({ message }) => message).sort());
      // That an advisory rule could not tell is counted, and not shown.
      const others = report.findings
        .filter(({ level, outcome }) => level !== 'must' && !(level === 'advice' && outcome === 'cannot_tell'))
        .map(({ rule }) => rule);
      assert.deepEqual([...new Set(drawn)].sort(), [...new Set(others)].sort());
    }, { javaScriptEnabled: false });
  });
}

/** What `POST /v1/check` answers, as text. */
async function check(server, asked) {
  const response = await fetch(`${server.origin}/v1/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text;
}

/** The context of a demonstration case, as the page hands it to the module. */
async function caseContext(server, { standard, kind, example }) {
  const html = await (await fetch(`${server.origin}/records/new?standard=${standard}&kind=${kind}&case=${example}`)).text();
  return JSON.parse(/<script type="application\/json" id="fairnote-context">([^]*?)<\/script>/.exec(html)[1]);
}

const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return (element.labels?.[0]?.textContent ?? element.textContent ?? '').trim();
  });

/** Presses Tab until what is focused has this name; arrow keys, if it stands in a group of radios. */
async function tabTo(page, name, most = 60) {
  const is = (text) => (name instanceof RegExp ? name.test(text) : text === name);
  const inGroup = (wanted) => {
    const { type, name: group, form } = document.activeElement;
    if (type !== 'radio') return 0;
    const radios = [...form.elements].filter((element) => element.name === group);
    return radios.some((radio) => radio.labels[0]?.textContent.trim() === wanted) ? radios.length : 0;
  };
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    if (is(await focused(page))) return;
    const radios = name instanceof RegExp ? 0 : await page.evaluate(inGroup, name);
    for (let arrows = 0; arrows < radios; arrows += 1) {
      await page.keyboard.press('ArrowDown');
      if (is(await focused(page))) return;
    }
  }
  throw new Error(`the keyboard does not reach ${name}; it is on ${await focused(page)}`);
}
