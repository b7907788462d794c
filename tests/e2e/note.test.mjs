// <fairnote-note> in pages of another portal, in Chromium and in Firefox.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { BROWSERS, inBrowser } from './embedded.mjs';
import { assertAccessible, assertNoSidewaysScrolling, until } from './looks.mjs';
import { picture } from './portal.mjs';

const NOTE = 'I saw Amira at home. Mum told me that she is well. I think the CIN plan helps.';
const ONE = `<form method="post" action="/kept">
  <fairnote-note standard="herts" kind="case_note" mode="draft"><label for="note">What happened</label><textarea id="note" name="note"></textarea></fairnote-note>
  <button>Save</button></form>`;
const checked = (page, count = 1) => until(() => page.locator('fairnote-note[data-fairnote-checked]').count(), count);
const area = (page) => page.getByLabel('What happened', { exact: true });
const rules = (page) => page.evaluate(() => document.querySelector('fairnote-note').findings().map(({ rule }) => rule));
const painted = (page) => page.locator('fairnote-note .fairnote-finding').evaluateAll((all) => all.map((one) => one.dataset.fairnoteRule));

for (const [name, launch] of BROWSERS) {
  describe(`<fairnote-note> in ${name}`, () => {
    const { start, stop, on } = inBrowser(launch);
    before(start);
    after(stop);
    const elements = { entry: 'elements' };

    on('what is found comes up as the note is typed, with its mix, its statements and what each clause says', async ({ page, open }) => {
      await open(ONE, elements);
      await checked(page);
      assert.deepEqual(await painted(page), []);
      await area(page).pressSequentially(NOTE);
      await until(() => painted(page), await rules(page));
      assert.ok((await painted(page)).includes('technical-words-are-explained'));
      assert.equal(await page.getByRole('img').getAttribute('aria-label'), '3 statements: 2 facts, 1 opinion; 1 told by others');
      const finding = page.locator('[data-fairnote-rule="technical-words-are-explained"]');
      await finding.getByText('Why this is asked').click();
      assert.match(await finding.locator('.fairnote-why').innerText(), /, /);
      await page.getByText('Statements', { exact: false }).first().click();
      await page.getByRole('group', { name: /^I think/ }).getByLabel('Kind').selectOption('judgement');
      await until(() => page.evaluate(() => document.querySelector('fairnote-note').tags.map(({ kind }) => kind)), ['judgement']);
      await picture(page, `note-${name}`);
      await assertAccessible(page, 'a note');
    });

    on('a fix is one step of the browser’s undo', async ({ page, open }) => {
      await open(ONE, elements);
      await checked(page);
      await area(page).pressSequentially(NOTE);
      const button = page.locator('.fairnote-fix').first();
      await button.waitFor();
      await button.click();
      await until(async () => (await area(page).inputValue()) !== NOTE, true);
      await area(page).focus();
      await page.keyboard.press('Control+z');
      await until(() => area(page).inputValue(), NOTE);
      await until(async () => (await painted(page)).includes('technical-words-are-explained'), true);
    });

    on('a script asks and says all that a person can', async ({ page, open }) => {
      await open(ONE, elements);
      await checked(page);
      const seen = await page.evaluate(async (text) => {
        const note = document.querySelector('fairnote-note');
        await note.ready;
        const heard = [];
        for (const kind of ['report', 'finding', 'tag', 'blocked']) {
          note.addEventListener(`fairnote:${kind}`, ({ detail }) => heard.push([kind, JSON.stringify(detail)]));
        }
        note.value = text;
        const found = note.findings().find(({ rule }) => rule === 'technical-words-are-explained');
        const kept = note.accept(found, 'The family knows the word');
        const accepted = note.findings().find(({ rule }) => rule === found.rule).accepted;
        note.accept(found, '');
        const statements = note.statements().length;
        const tagged = [note.tag(0, { kind: 'decision' }), note.tag(99, { kind: 'decision' })];
        let refused;
        try { note.tag(0, { kind: 'nonsense' }); } catch ({ message }) { refused = message; }
        const tags = note.tags;
        const again = note.findings().find(({ rule }) => rule === found.rule);
        const fixed = note.applyFix(again);
        const stale = note.applyFix(again);
        const selected = note.show(note.statements()[1]);
        const { selectionStart, selectionEnd } = note.control;
        return {
          kept, accepted, statements, tagged, refused, tags, fixed, stale, selected,
          span: [selectionStart, selectionEnd], value: note.value, kind: note.report().kind,
          kinds: [...new Set(heard.map(([kind]) => kind))].sort(), typed: heard.some(([, detail]) => detail.includes('Amira')),
        };
      }, NOTE);
      assert.deepEqual([seen.kept, seen.accepted, seen.statements, seen.tagged], [true, true, 3, [true, false]]);
      assert.match(seen.refused, /tag.kind is none that statements have/);
      assert.deepEqual(seen.tags.map(({ start, kind }) => [start, kind]), [[0, 'decision']]);
      assert.deepEqual([seen.fixed, seen.stale, seen.selected, seen.kind], [true, false, true, 'case_note']);
      assert.notEqual(seen.value, NOTE);
      assert.deepEqual(seen.kinds, ['finding', 'report', 'tag']);
      assert.equal(seen.typed, false, 'an event holds what was typed');
      assert.ok(seen.span[1] > seen.span[0]);
    });

    on('the time that is left to record it is counted down, and what is late is said', async ({ page, open }) => {
      await page.clock.install({ time: new Date('2026-11-24T12:00:30Z') });
      await open(ONE.replace('herts', 'derby').replace('mode="draft"', 'event-at="2026-11-24T10:00"'), elements);
      await checked(page);
      const due = page.locator('.fairnote-due__text');
      await until(() => due.innerText(), 'Record this by 10am on Wednesday 25 November: 21 hours 59 minutes left');
      await page.clock.runFor(60_000);
      await until(() => due.innerText(), 'Record this by 10am on Wednesday 25 November: 21 hours 58 minutes left');
      await page.clock.fastForward('22:30:00');
      await until(async () => /was due by 10am on 25 November/.test(await due.innerText()), true);
      await page.locator('.fairnote-due').getByText('Why this is asked').click();
      assert.match(await page.locator('.fairnote-due .fairnote-why__text').innerText(), /\w/);
    });

    on('several notes of a page are checked each by itself, under ids of their own', async ({ page, open }) => {
      const note = (id) => `<fairnote-note standard="herts" kind="case_note"><label>Note ${id} <textarea>The CIN plan.</textarea></label></fairnote-note>`;
      await open(note(1) + note(2) + note(3), elements);
      await checked(page, 3);
      await page.getByLabel('Note 2').fill('Seen at home.');
      await until(() => page.locator('fairnote-note').evaluateAll((all) => all.map((one) => one.querySelectorAll('.fairnote-finding').length > 0)), [true, false, true]);
      const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
      assert.equal(new Set(ids).size, ids.length, ids.join(' '));
      await assertAccessible(page, 'a note');
    });

    on('a note in a form that is attached is checked once, before and after', async ({ page, open }) => {
      const form = `<form method="post" action="/kept" data-fairnote-kind="case_note">
        <fairnote-note standard="herts" kind="case_note"><label for="note">What happened</label><textarea id="note" name="narrative"></textarea></fairnote-note><button>Save</button></form>`;
      await open(form, { ...elements, script: 'import { standard } from "/fairnote/index.js"; globalThis.herts = await standard("herts");' });
      await checked(page);
      await area(page).pressSequentially('The CIN plan.');
      await until(() => painted(page), ['technical-words-are-explained']);
      assert.equal(await page.evaluate(() => document.querySelector('fairnote-note').attachment.root.localName), 'fairnote-note');
      await page.evaluate(() => (globalThis.attachment = globalThis.herts.attach(document.querySelector('form'))));
      await until(() => page.evaluate(() => document.querySelector('fairnote-note').attachment?.root.localName), 'form');
      await until(() => painted(page), ['technical-words-are-explained']);
      assert.equal(await page.locator('.fairnote-finding').count(), 1);
      assert.equal(await page.locator('.fairnote-mix').count(), 1);
      assert.equal(await page.locator('.fairnote-mirror').count(), 1);
      await area(page).pressSequentially(' NFA.');
      // Once it was left, all of the record is read.
      await page.keyboard.press('Tab');
      await until(() => page.locator('.fairnote-excerpt').count(), 3);
      await page.evaluate(() => globalThis.attachment.detach());
      await until(() => page.evaluate(() => document.querySelector('fairnote-note').attachment?.root.localName), 'fairnote-note');
      await until(() => page.locator('.fairnote-excerpt').count(), 3);
    });

    on('it takes part in its form: posted, reset, disabled, held up when it is to be final', async ({ page, open, server }) => {
      await open(ONE.replace('mode="draft"', 'mode="final"'), elements);
      await checked(page);
      await page.evaluate(() => document.querySelector('fairnote-note').addEventListener('fairnote:blocked', ({ detail }) => (globalThis.blocked = detail.findings.map(({ at }) => at))));
      await page.getByRole('button', { name: 'Save' }).click();
      await until(() => page.evaluate(() => globalThis.blocked?.[0]), '/fields/narrative');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'note');
      assert.equal(await area(page).getAttribute('aria-invalid'), 'true');
      assert.equal(await page.evaluate(() => document.querySelector('fairnote-note').checkValidity()), false);
      await area(page).fill('Seen at home. All well.');
      await until(() => page.evaluate(() => document.querySelector('fairnote-note').validity.valid), true);
      await page.evaluate(() => document.querySelector('form').reset());
      await until(() => page.locator('.fairnote-mix').count(), 0);
      await page.evaluate(() => (document.querySelector('fairnote-note').toggleAttribute('disabled', true)));
      assert.equal(await area(page).isDisabled(), true);
      await page.evaluate(() => (document.querySelector('fairnote-note').toggleAttribute('disabled', false)));
      await area(page).fill('Seen at home. All well.');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'Kept' }).waitFor();
      assert.equal(server.posted.at(-1).get('note'), 'Seen at home. All well.');
    });

    on('a note whose text area has no name posts under its own', async ({ page, open, server }) => {
      await open(ONE.replace('<fairnote-note', '<fairnote-note name="story"').replace(' name="note"', ''), elements);
      await checked(page);
      await area(page).fill('Seen at home.');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'Kept' }).waitFor();
      assert.equal(server.posted.at(-1).get('story'), 'Seen at home.');
    });

    on('taken out of the page it leaves nothing, and put back it works again', async ({ page, open }) => {
      const before = await (await open(ONE, { entry: '' }), page.locator('form').innerHTML());
      await open(ONE, elements);
      await checked(page);
      await area(page).fill(NOTE);
      await page.locator('.fairnote-finding').first().waitFor();
      const inner = await page.evaluate(async () => {
        const note = document.querySelector('fairnote-note');
        const parent = note.parentNode;
        note.remove();
        await new Promise((later) => setTimeout(later));
        const left = note.innerHTML;
        parent.prepend(note);
        return { sheets: document.adoptedStyleSheets.length, left };
      });
      assert.equal(inner.left, before.match(/<fairnote-note[^>]*>(.*?)<\/fairnote-note>/s)[1]);
      assert.equal(inner.sheets, 0);
      await checked(page);
      await page.locator('.fairnote-finding').first().waitFor();
    });

    on('a note without a standard says so once, and stays a text area', async ({ page, open, heard, server }) => {
      await open(`<form method="post" action="/kept"><fairnote-note kind="case_note"><label for="note">What happened</label><textarea id="note" name="note"></textarea></fairnote-note><fairnote-note><textarea aria-label="x"></textarea></fairnote-note><button>Save</button></form>`, {
        ...elements,
        script: 'globalThis.failed = []; document.addEventListener("fairnote:failed", ({ detail }) => failed.push(detail.reason));',
      });
      await until(() => page.evaluate(() => globalThis.failed), ['standard', 'standard']);
      assert.equal(heard.filter((text) => text.startsWith('fairnote:')).length, 1);
      await area(page).fill('Seen.');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'Kept' }).waitFor();
      assert.equal(server.posted.at(-1).get('note'), 'Seen.');
    });

    on('without a script the text area posts as it is', async ({ page, open, server }) => {
      await open(ONE, elements);
      await area(page).fill('Seen at home.');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'Kept' }).waitFor();
      assert.equal(server.posted.at(-1).get('note'), 'Seen at home.');
    }, { context: { javaScriptEnabled: false } });

    on('the keyboard alone reaches and does everything', async ({ page, open }) => {
      await open(ONE, elements);
      await checked(page);
      await page.keyboard.press('Tab');
      await page.keyboard.type('The CIN plan helps.');
      await page.locator('.fairnote-fix').first().waitFor();
      const focused = () => page.evaluate(() => document.activeElement.className || document.activeElement.localName);
      const seen = [];
      for (let at = 0; at < 20 && !(seen.at(-1) ?? '').includes('fairnote-fix'); at += 1) {
        await page.keyboard.press('Tab');
        seen.push(await focused());
      }
      assert.ok(seen.at(-1).includes('fairnote-fix'), seen.join(' | '));
      assert.ok(seen.some((one) => one.includes('fairnote-excerpt')));
      await page.keyboard.press('Enter');
      await until(async () => (await area(page).inputValue()).includes('child in need'), true);
      assert.equal(await focused(), 'textarea');
      await page.keyboard.press('Control+z');
      await until(() => area(page).inputValue(), 'The CIN plan helps.');
    });

    on('hostile text shows as text, and the page stays alive', async ({ page, open }) => {
      await open(ONE, elements);
      await checked(page);
      const texts = [
        '<script>globalThis.broken = true</script><img src=x onerror="globalThis.broken = true"> CIN </textarea><b>',
        '\u202eNIC\u202c CIN \u200b\u200d\ufeff C\u200bIN \u0000 \ud800 CIN',
        `CIN ${'\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'.repeat(33_334)} CIN`,
        'Mum was hostile about the CIN plan and NFA. '.repeat(48_000),
        '\n'.repeat(100_000),
      ];
      for (const text of texts) {
        const took = await page.evaluate(async (text) => {
          const control = document.querySelector('textarea');
          const start = performance.now();
          control.value = text;
          control.dispatchEvent(new InputEvent('input', { bubbles: true }));
          await new Promise((later) => setTimeout(later, 150));
          await new Promise((later) => requestAnimationFrame(() => setTimeout(later)));
          return performance.now() - start;
        }, text);
        assert.ok(took < 20_000, `${text.length} units took ${took} ms`);
        assert.equal(await page.evaluate(() => globalThis.broken), undefined);
      }
      assert.equal(await page.locator('fairnote-note b, fairnote-note script, fairnote-note img').count(), 0);
      await area(page).fill('The CIN plan.');
      await until(() => painted(page), ['technical-words-are-explained']);
    });

    on('a minute of typing is spoken of a few times, not with each key', async ({ page, open }) => {
      await page.clock.install({ time: new Date('2026-11-24T12:00:00Z') });
      await open(ONE, elements);
      await checked(page);
      await page.evaluate(() => {
        globalThis.spoken = [];
        new MutationObserver(() => spoken.push(document.querySelector('[role=status]').textContent)).observe(document.querySelector('[role=status]'), { childList: true, characterData: true, subtree: true });
      });
      const words = 'Mum was hostile. The CIN plan helps. NFA was agreed. I think he is manipulative. '.repeat(4).split(' ');
      await area(page).focus();
      for (let second = 0; second < 60; second += 1) {
        await page.keyboard.type(`${words[second % words.length]} `);
        await page.clock.runFor(1000);
      }
      const spoken = await page.evaluate(() => globalThis.spoken);
      assert.ok(spoken.length > 0 && spoken.length <= 15, `${spoken.length} announcements: ${spoken.join(' | ')}`);
    }, { skip: name === 'Firefox' });

    for (const [look, context] of [
      ['light', {}],
      ['dark', { colorScheme: 'dark' }],
      ['forced', { forcedColors: 'active' }],
      ['phone', { viewport: { width: 320, height: 640 } }],
    ]) {
      on(`it looks right: ${look}`, async ({ page, open }) => {
        await open(ONE.replace('herts', 'carefirst').replace('mode="draft"', 'event-at="2026-11-20T10:00" mode="final"'), elements);
        await checked(page);
        await area(page).fill(`${NOTE} Mum was hostile.`);
        await page.locator('.fairnote-finding').first().waitFor();
        await page.getByText('Statements', { exact: false }).first().click();
        await page.locator('.fairnote-statement').first().waitFor();
        await assertNoSidewaysScrolling(page, look);
        await picture(page, `note-${name}-${look}`);
        // In forced colours they are the person's own, and axe would measure those that the page asked for.
        await assertAccessible(page, look, look === 'forced' ? ['color-contrast'] : []);
      }, { context, skip: name === 'Firefox' && look !== 'light' });
    }
  });
}
