// The statements of a note: what each is taken for, corrected by its author, kept through edits; and the underlines in the
// text. In Chromium and in Firefox.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium, launchFirefox } from './browsers.mjs';
import { until } from './looks.mjs';
import { assertQuiet, attached, begin, openPage, picture, startServer } from './portal.mjs';

const NOTE = 'I saw Amira at home. Mum told me that she is well. I think the CIN plan helps.';
const narrativeOf = (page) => page.getByLabel('Record of the contact', { exact: true });
const mixOf = (page) => page.locator('[data-fairnote-statements="/fields/narrative"]').getByRole('img');
const openList = (page) => page.locator('summary').filter({ hasText: 'Statements' }).click();
const statement = (page, words) => page.getByRole('group', { name: words });
const tagsOf = async (page) => {
  const tags = await page.locator('input[name=tags]').inputValue();
  return tags === '' ? [] : JSON.parse(tags)['/fields/narrative'];
};
/** What each tag stands on, and what it says. */
const tagged = async (page) => {
  const text = await narrativeOf(page).inputValue();
  return (await tagsOf(page)).map(({ start, end, ...said }) => [text.slice(start, end), said]);
};

for (const [name, launch] of [
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
]) {
  describe(`statements in ${name}`, () => {
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
          await options.before?.(opened);
          await begin(opened.page, server, { standard: 'Hertfordshire', kind: 'Case note', example: /An open case/ });
          if (options.javaScriptEnabled !== false) await attached(opened.page);
          await work(opened);
          await assertQuiet(opened);
        } catch (error) {
          await picture(opened.page, `failed-${name}-${title.replaceAll(/\W+/g, '-').slice(0, 40)}`).catch(() => {});
          throw error;
        } finally {
          await opened.close();
        }
      });

    on('the mix is shown in words, and each statement says what it is taken for and why', async ({ page }) => {
      assert.equal(await mixOf(page).count(), 0, 'a page without a note shows nothing');
      await narrativeOf(page).fill(NOTE);
      await mixOf(page).waitFor();
      assert.equal(await mixOf(page).getAttribute('aria-label'), '3 statements: 2 facts, 1 opinion; 1 told by others');
      assert.equal(await statement(page, /Mum told me/).count(), 0, 'the list is closed');
      await openList(page);
      const told = statement(page, /^Mum told me that she is well/);
      assert.match(await told.textContent(), /Suggested fact, told by others\. It [^.]+\./);
      // The words lead to the text, and the keyboard is enough.
      await told.getByRole('button').press('Enter');
      const selected = () => narrativeOf(page).evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
      assert.equal(await selected(), 'Mum told me that she is well.');
      await picture(page, `${name.toLowerCase()}-statements`);
    });

    on('what the author sets moves with the statement, goes with it, and can be taken back', async ({ page }) => {
      await narrativeOf(page).fill(NOTE);
      await openList(page);
      await statement(page, /^I think/).getByLabel('Kind').selectOption('judgement');
      await until(() => tagged(page), [['I think the CIN plan helps.', { kind: 'judgement' }]]);
      const source = statement(page, /^Mum told me/).getByLabel('Source');
      await source.focus();
      await source.selectOption('first_hand');
      await until(() => mixOf(page).getAttribute('aria-label'), '3 statements: 2 facts, 1 judgement');
      assert.equal(await page.getByText('Set by you').count(), 2);
      // The control that was used keeps the focus.
      assert.ok(await source.evaluate((select) => select === document.activeElement));

      const narrative = narrativeOf(page);
      await narrative.press('Control+Home');
      await narrative.pressSequentially('Today 😀 ');
      const kept = [['Mum told me that she is well.', { source: 'first_hand' }], ['I think the CIN plan helps.', { kind: 'judgement' }]];
      await until(() => tagged(page), kept);
      assert.equal(await narrative.evaluate((field) => field.selectionStart), 9, 'the caret is where it was');
      await narrative.press('Control+End');
      await narrative.press('ArrowLeft');
      await narrative.pressSequentially(' a lot');
      kept[1][0] = 'I think the CIN plan helps a lot.';
      await until(() => tagged(page), kept);
      await until(() => statement(page, /^I think the CIN plan helps a lot/).getByLabel('Kind').inputValue(), 'judgement');

      // Going back to the suggestion, and deleting the statement.
      await statement(page, /^I think/).getByLabel('Kind').selectOption({ label: 'Opinion (suggested)' });
      await until(() => tagged(page), kept.slice(0, 1));
      await narrative.evaluate((field) => {
        field.focus();
        const start = field.value.indexOf('Mum');
        field.setSelectionRange(start, field.value.indexOf('I think'));
      });
      await narrative.press('Delete');
      await until(() => tagged(page), []);
    });

    on('what the author sets is in the record, in the report, and on the page that comes back', async ({ page }) => {
      await page.evaluate(() => document.addEventListener('fairnote:report', ({ detail }) => { globalThis.told = detail.tags; }));
      await narrativeOf(page).fill(NOTE);
      await openList(page);
      await statement(page, /^I think/).getByLabel('Kind').selectOption('judgement');
      await until(() => page.evaluate(() => globalThis.told?.['/fields/narrative']?.[0]?.kind), 'judgement');
      await page.getByRole('button', { name: 'Save as draft' }).click();
      await page.getByRole('heading', { name: 'Draft checked' }).waitFor();
      await attached(page);
      assert.deepEqual(await tagged(page), [['I think the CIN plan helps.', { kind: 'judgement' }]]);
      assert.match(await mixOf(page).getAttribute('aria-label'), /1 judgement/);
      await openList(page);
      assert.equal(await statement(page, /^I think/).getByLabel('Kind').inputValue(), 'judgement');
      // Its own words, changed by a fix of the page, are still its statement.
      await page.getByRole('button', { name: /Change to “child in need”/ }).first().click();
      await until(() => tagged(page), [['I think the child in need plan helps.', { kind: 'judgement' }]]);
    });

    const underlined = (page) =>
      page.evaluate(() => {
        const marks = [...document.querySelectorAll('.fairnote-mirror mark')].map((mark) => [mark.textContent, mark]);
        const ranges = [...(globalThis.CSS?.highlights?.get('fairnote-warning') ?? [])].map((range) => [range.toString(), range]);
        const field = document.querySelector('#narrative').getBoundingClientRect();
        return [...marks, ...ranges].map(([text, part]) => {
          const box = part.getBoundingClientRect();
          return [text, box.width > 5 && box.left >= field.left && box.right <= field.right && box.top >= field.top && box.bottom <= field.bottom];
        });
      });
    const underlines = async ({ page }) => {
      const narrative = narrativeOf(page);
      await narrative.fill(NOTE);
      await until(() => underlined(page), [['CIN', true]]);
      await narrative.press('Control+Home');
      await narrative.pressSequentially('Today. ');
      assert.deepEqual(await underlined(page), [['CIN', true]], 'it follows its words at once');
      // As the browser's own: nothing of ours stands between the keys and the text.
      assert.ok(await narrative.evaluate((field) => field === document.activeElement));
      await narrative.press('Control+z');
      await until(async () => (await narrative.inputValue()).endsWith(NOTE) && (await narrative.inputValue()).length < NOTE.length + 7, true);
      assert.equal(await page.locator('.fairnote-under').getAttribute('aria-hidden'), 'true');
      // A text that is longer than its area scrolls, and its underlines with it.
      await narrative.fill(`${'A line.\n'.repeat(40)}${NOTE}`);
      await narrative.press('Control+End');
      await until(() => underlined(page), [['CIN', true]]);
      await narrative.fill('');
      await until(() => underlined(page), []);
    };
    on('words are underlined in the text as it is typed', underlines);
    on('words are underlined where the browser has no highlights', underlines, {
      before: ({ page }) => page.addInitScript(() => { delete globalThis.CSS.__proto__.highlights; Object.defineProperty(globalThis.CSS, 'highlights', { value: undefined }); }),
    });

    on('words are underlined where colours are forced', underlines, { forcedColors: 'active' });

    on('a character that is being composed is left alone', async ({ page, context }) => {
      if (name !== 'Chromium') return; // Only its driver can compose.
      await narrativeOf(page).fill('I saw Zo');
      await narrativeOf(page).press('End');
      const keys = await context.newCDPSession(page);
      await keys.send('Input.imeSetComposition', { text: '¨', selectionStart: 1, selectionEnd: 1 });
      await page.waitForTimeout(300);
      await keys.send('Input.imeSetComposition', { text: 'ë', selectionStart: 1, selectionEnd: 1 });
      await keys.send('Input.insertText', { text: 'ë' });
      assert.equal(await narrativeOf(page).inputValue(), 'I saw Zoë');
    });

    on('any form that is attached has it too, and is as it was when it is let go', async ({ page }) => {
      const seen = await page.evaluate(async () => {
        // A form of another page, made without HTML in strings: the page's policy refuses those.
        const make = (name, attributes, ...inside) => {
          const element = document.createElement(name);
          for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
          element.append(...inside);
          return element;
        };
        const note = make('textarea', { id: 'n', name: 'narrative', rows: '4', cols: '40' });
        const text = make('p', {}, make('label', { for: 'n' }, 'Note'), ' ', note);
        const purpose = make('p', {}, make('textarea', { name: 'purpose' }));
        document.querySelector('#main-content').replaceChildren(make('form', { id: 'host', 'data-fairnote-kind': 'case_note' }, text, purpose));
        const form = document.querySelector('#host');
        const before = document.querySelector('#main-content').innerHTML;
        const { standardAt } = await import('/assets/fairnote/index.js');
        const standard = await standardAt('/v1/standards/herts');
        const sheets = document.adoptedStyleSheets.length;
        const attachment = standard.attach(form);
        const told = [];
        form.addEventListener('fairnote:report', ({ detail }) => told.push(detail.tags));
        const field = form.querySelector('#n');
        field.value = 'I saw Amira. The CIN plan helps.';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise((later) => setTimeout(later, 400));
        const posted = () => Object.fromEntries(new FormData(form));
        const untouched = Object.keys(posted());
        form.querySelector('.fairnote-statements details').open = true;
        await new Promise((later) => setTimeout(later, 200));
        const kind = form.querySelectorAll('[data-fairnote-tag="kind"]')[1];
        kind.value = 'assessment';
        kind.dispatchEvent(new Event('change', { bubbles: true }));
        await new Promise((later) => setTimeout(later, 200));
        const { tags } = posted();
        const statement = attachment.report().narratives['/fields/narrative'].statements[1];
        const mirrored = Boolean(form.querySelector('.fairnote-mirror'));
        attachment.detach();
        const after = document.querySelector('#main-content').innerHTML;
        return { before, after, untouched, tags, told: told.at(-1), statement, mirrored, sheets: document.adoptedStyleSheets.length - sheets, value: field.value };
      });
      assert.deepEqual(seen.untouched, ['narrative', 'purpose'], 'nothing more is sent until a tag is set');
      const tags = { '/fields/narrative': [{ start: 13, end: 32, kind: 'assessment' }] };
      assert.deepEqual(JSON.parse(seen.tags), tags);
      assert.deepEqual(seen.told, tags);
      assert.deepEqual([seen.statement.kind, seen.statement.tagged_by], ['assessment', 'author']);
      assert.ok(seen.mirrored);
      assert.equal(seen.after, seen.before);
      assert.equal(seen.sheets, 0);
      assert.equal(seen.value, 'I saw Amira. The CIN plan helps.');
    });

    on('without a script the list comes with the next page, and is read back', async ({ page }) => {
      await narrativeOf(page).fill(NOTE);
      await page.getByRole('button', { name: 'Save as draft' }).click();
      await page.getByRole('heading', { name: 'Draft checked' }).waitFor();
      assert.equal(await mixOf(page).getAttribute('aria-label'), '3 statements: 2 facts, 1 opinion; 1 told by others');
      await openList(page);
      await statement(page, /^I think/).getByLabel('Kind').selectOption('judgement');
      await narrativeOf(page).fill(`Today. ${NOTE}`);
      await page.getByRole('button', { name: 'Save as draft' }).click();
      await page.getByText('Set by you').waitFor({ state: 'attached' });
      await until(() => tagged(page), [['I think the CIN plan helps.', { kind: 'judgement' }]]);
    }, { javaScriptEnabled: false });
  });
}
