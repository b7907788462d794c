// Forms that a portal has already, with `auto.js` beside them, in Chromium and in Firefox.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { BROWSERS, inBrowser } from './embedded.mjs';
import { until } from './looks.mjs';

const FORM = 'data-fairnote-standard="herts" method="post" action="/kept"';
const attachedForms = (page) => page.locator('form[data-fairnote-attached]').count();
const record = (page, selector = 'form') =>
  page.evaluate(async (selector) => {
    const { attached } = await import('/fairnote/auto.js');
    return attached(document.querySelector(selector)).record().fields;
  }, selector);
const errors = (page) => page.locator('.fairnote-error-message').allInnerTexts();

for (const [name, launch] of BROWSERS) {
  describe(`an existing form in ${name}`, () => {
    const { start, stop, on } = inBrowser(launch);
    before(start);
    after(stop);

    on('every sort of control is read: dates in parts, radios, checkboxes, selects, text areas, rows, editable elements', async ({ page, open }) => {
      await open(`<form ${FORM} data-fairnote-kind="case_note">
        <fieldset><legend>When</legend><input name="event_at.day" aria-label="Day"><input name="event_at.month" aria-label="Month"><input name="event_at.year" aria-label="Year"><input name="event_at.time" aria-label="Time"></fieldset>
        <fieldset><legend>Late?</legend><label><input type="radio" name="late_entry" value="yes">Yes</label><label><input type="radio" name="late_entry" value="no">No</label></fieldset>
        <input aria-label="Maker 1" name="decisions[0][made_by]"><input aria-label="Maker 2" name="decisions[4][made_by]">
        <div id="story" contenteditable role="textbox" aria-label="Story" data-fairnote-field="narrative"></div><button>Save</button></form>`);
      await until(() => attachedForms(page), 1);
      for (const [label, value] of [['Day', '20'], ['Month', '11'], ['Year', '2026'], ['Time', '14:30'], ['Maker 1', 'A'], ['Maker 2', 'B']]) {
        await page.getByLabel(label, { exact: true }).fill(value);
      }
      await page.getByLabel('No', { exact: true }).check();
      await page.getByLabel('Story').focus();
      await page.keyboard.type('Seen at home.');
      await page.keyboard.press('Enter');
      await page.keyboard.type('The CIN plan.');
      assert.deepEqual(await record(page), {
        event_at: '2026-11-20T14:30',
        late_entry: 'no',
        decisions: [{ made_by: 'A' }, { made_by: 'B' }],
        narrative: 'Seen at home.\nThe CIN plan.',
      });
      // What is found in an editable element is fixed in it, and undone.
      const fix = page.locator('.fairnote-fix').first();
      await fix.click();
      await until(async () => (await record(page)).narrative.includes('child in need'), true);
      await page.getByLabel('Story').focus();
      await page.keyboard.press('Control+z');
      await until(async () => (await record(page)).narrative, 'Seen at home.\nThe CIN plan.');
    });

    on('checkboxes and selects of several codes, and a control in a label', async ({ page, open }) => {
      await open(`<form ${FORM} data-fairnote-kind="child">
        <label><input type="checkbox" name="disabilities" value="MOB">Mobility</label><label><input type="checkbox" name="disabilities" value="HEAR">Hearing</label>
        <label>Ethnicity <select name="ethnicity"><option></option><option value="WBRI">White British</option></select></label>
        <label>NHS number <input name="nhs_number"></label><label>Born <input type="date" name="date_of_birth"></label><button>Save</button></form>`);
      await until(() => attachedForms(page), 1);
      await page.getByLabel('Mobility').check();
      await page.getByLabel('Hearing').check();
      await page.getByLabel('Ethnicity').selectOption('WBRI');
      await page.getByLabel('NHS number').fill('943 476 5910');
      await page.getByLabel('Born').fill('2015-03-10');
      assert.deepEqual(await record(page), { disabilities: ['MOB', 'HEAR'], ethnicity: 'WBRI', nhs_number: '943 476 5910', date_of_birth: '2015-03-10' });
      await until(async () => (await errors(page)).length, 1);
      assert.equal(await page.locator('label .fairnote-error-message').count(), 0, 'an error is no part of a label');
    });

    on('generated names are mapped, numbers and all', async ({ page, open }) => {
      const map = JSON.stringify({ 'ctl00$Main$txtNote': 'narrative', 'ctl00$Main$rpt$ctl*$txtBy': 'decisions.*.made_by', txtDay: 'event_at.day', txtMonth: 'event_at.month', txtYear: '/fields/event_at#year' });
      await open(`<form ${FORM} data-fairnote-kind="case_note" data-fairnote-map='${map}'>
        <textarea name="ctl00$Main$txtNote" aria-label="Note">The CIN plan.</textarea><input name="ctl00$Main$rpt$ctl01$txtBy" value="A"><input name="ctl00$Main$rpt$ctl02$txtBy" value="B"><input name="ctl00$Main$rpt$ctl02$hidId" value="7">
        <input id="txtDay" name="ctl00$d" value="1"><input id="txtMonth" name="ctl00$m" value="2"><input id="txtYear" name="ctl00$y" value="2026"></form>`);
      await until(() => attachedForms(page), 1);
      assert.deepEqual(await record(page), { narrative: 'The CIN plan.', decisions: [{ made_by: 'A' }, { made_by: 'B' }], event_at: '2026-02-01' });
    });

    on('controls that the portal adds, renames and takes out are followed without a word from it', async ({ page, open }) => {
      await open(`<form ${FORM} data-fairnote-kind="child"><div id="rows"><input aria-label="First" name="addresses.0.postcode" value="SG13 8DQ"></div><button>Save</button></form>`);
      await until(() => attachedForms(page), 1);
      await page.evaluate(() => {
        const row = document.createElement('div');
        row.append(Object.assign(document.createElement('input'), { name: 'addresses.1.postcode', ariaLabel: 'Second' }));
        document.querySelector('#rows').append(row);
      });
      await page.getByLabel('Second').fill('nonsense');
      await page.getByLabel('First').focus();
      await until(async () => (await errors(page)).length, 1);
      await page.evaluate(() => (document.querySelectorAll('#rows input')[1].name = 'other'));
      await until(async () => (await errors(page)).length, 0);
      await page.evaluate(() => (document.querySelectorAll('#rows input')[1].name = 'addresses.1.postcode'));
      await page.getByLabel('Second').focus();
      await page.getByLabel('First').focus();
      await until(async () => (await errors(page)).length, 1);
      await page.evaluate(() => document.querySelectorAll('#rows input')[1].remove());
      await until(async () => (await errors(page)).length, 0);
      assert.deepEqual(await record(page), { addresses: [{ postcode: 'SG13 8DQ' }] });
      // The fieldset round it counts too.
      await page.evaluate(() => (document.querySelector('#rows input').disabled = true));
      assert.deepEqual(await record(page), { addresses: [{ postcode: null }] });
    });

    on('what is painted starts no loop, and typing makes no work for the observer', async ({ page, open }) => {
      await open(`<form ${FORM} data-fairnote-kind="case_note"><label>Note <textarea name="narrative"></textarea></label></form>`);
      await until(() => attachedForms(page), 1);
      await page.evaluate(() => {
        globalThis.reports = 0;
        document.addEventListener('fairnote:report', () => (globalThis.reports += 1));
        globalThis.same = document.querySelector('textarea');
      });
      await page.getByLabel('Note').fill('The CIN plan. Mum was hostile.');
      await page.locator('.fairnote-finding').first().waitFor();
      await page.evaluate(() => document.querySelectorAll('.fairnote-finding').forEach((one) => (one.kept = true)));
      const before = await page.evaluate(() => globalThis.reports);
      await page.evaluate(async () => {
        for (let turn = 0; turn < 20; turn += 1) {
          document.querySelector('form').append(document.createElement('p'));
          await new Promise((later) => setTimeout(later, 10));
        }
      });
      assert.equal(await page.evaluate(() => globalThis.reports), before);
      assert.equal(await page.locator('.fairnote-finding').evaluateAll((all) => all.every(({ kept }) => kept)), true, 'the notes are those that they were');
    });

    on('forms that come later are attached, those that go are let go, and several do not meet', async ({ page, open }) => {
      const form = (id) => `<form id="${id}" ${FORM} data-fairnote-kind="case_note"><label>Note ${id} <textarea name="narrative">The CIN plan.</textarea></label><button>Send ${id}</button></form>`;
      await open(form('one'));
      await until(() => attachedForms(page), 1);
      await page.evaluate(() => {
        const make = (name, properties, ...inside) => {
          const made = Object.assign(document.createElement(name), properties);
          made.append(...inside);
          return made;
        };
        const two = make('form', { id: 'two', method: 'post', action: '/kept' }, make('label', {}, 'Note two ', make('textarea', { name: 'narrative', value: 'The CIN plan.' })), make('button', {}, 'Send two'));
        document.querySelector('main').append(two);
        // What a form is for may be said once it is in the page.
        two.dataset.fairnoteStandard = 'herts';
        two.dataset.fairnoteKind = 'case_note';
      });
      await until(() => attachedForms(page), 2);
      await until(() => page.locator('#two .fairnote-finding').count(), 1);
      const ids = await page.locator('main [id]').evaluateAll((all) => all.map(({ id }) => id));
      assert.equal(new Set(ids).size, ids.length, ids.join(' '));
      await page.getByLabel('Note two').fill('');
      await page.getByRole('button', { name: 'Send two' }).click();
      await page.getByRole('alert').waitFor();
      assert.equal(await page.locator('#one .fairnote-error-message').count(), 0);
      assert.ok((await page.locator('#two .fairnote-error-message').count()) > 0);
      await page.getByLabel('Note one').fill('');
      await page.getByRole('button', { name: 'Send one' }).click();
      await until(() => page.getByRole('alert').count(), 2);
      const told = await page.evaluate(async () => {
        const two = document.querySelector('#two');
        const heard = new Promise((resolve) => two.addEventListener('fairnote:detached', () => resolve('detached')));
        two.remove();
        return heard;
      });
      assert.equal(told, 'detached');
      await until(() => page.getByRole('alert').count(), 1);
    });

    on('detached, the form is what it was', async ({ page, open }) => {
      const body = `<form ${FORM} data-fairnote-kind="case_note" class="x"><div class="group"><label for="n">Note</label><textarea id="n" name="narrative" aria-describedby="hint"></textarea><p id="hint">Hint</p></div><button>Save</button></form>`;
      await open(body, { entry: '' });
      const before = await page.locator('main').innerHTML();
      await open(body);
      await until(() => attachedForms(page), 1);
      await page.getByLabel('Note').fill('The CIN plan.');
      await page.locator('.fairnote-finding').waitFor();
      await page.getByLabel('Note').fill('');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('alert').waitFor();
      await page.evaluate(async () => {
        const { attached } = await import('/fairnote/auto.js');
        attached(document.querySelector('form')).detach();
      });
      assert.equal(await page.locator('main').innerHTML(), before);
      assert.equal(await page.title(), 'A portal');
      assert.equal(await page.evaluate(() => document.adoptedStyleSheets.length), 0);
    });

    on('a form that the page sends by fetch is stopped before the page hears of it, or asked by it', async ({ page, open }) => {
      await open(`<form ${FORM} data-fairnote-kind="case_note"><label>Note <textarea name="narrative"></textarea></label><button>Save</button><button data-fairnote-mode="draft">Draft</button><button type="button" id="own">Own</button></form>`, {
        script: `
          import { attached } from '/fairnote/auto.js';
          const form = document.querySelector('form');
          globalThis.sent = []; globalThis.blocked = [];
          form.addEventListener('submit', (event) => { event.preventDefault(); sent.push(event.submitter.textContent); });
          form.addEventListener('fairnote:blocked', ({ detail }) => blocked.push(detail.findings.every(({ level }) => level === 'must')));
          document.querySelector('#own').addEventListener('click', () => sent.push(attached(form).check(), attached(form).check('draft')));`,
      });
      await until(() => attachedForms(page), 1);
      await page.getByRole('button', { name: 'Save' }).click();
      await until(() => page.evaluate(() => [globalThis.sent, globalThis.blocked]), [[], [true]]);
      await page.getByRole('button', { name: 'Draft' }).click();
      await page.getByRole('button', { name: 'Own' }).click();
      await until(() => page.evaluate(() => [globalThis.sent, globalThis.blocked]), [['Draft', false, true], [true, true]]);
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('data-fairnote-summary')), '');
    });

    on('a form that cannot be attached says so once, and is sent as ever', async ({ page, open, heard, server }) => {
      await open(
        `<form ${FORM} data-fairnote-kind="nothing"><input name="full_name" value="Amira"><button>Save</button></form>
         <form ${FORM} data-fairnote-kind="child"><input name="unknown"></form>
         <form ${FORM} data-fairnote-kind="child" data-fairnote-map="{"><input name="full_name"></form>`,
        { script: 'globalThis.failed = []; document.addEventListener("fairnote:failed", ({ detail }) => failed.push(detail));' },
      );
      await until(() => page.evaluate(() => globalThis.failed.length), 3);
      assert.equal(heard.filter((text) => text.startsWith('fairnote:')).length, 1);
      assert.ok(!heard.join().includes('Amira'));
      assert.deepEqual(await page.evaluate(() => globalThis.failed.map(({ reason }) => reason)), ['form', 'form', 'form']);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'Kept' }).waitFor();
      assert.equal(server.posted.at(-1).get('full_name'), 'Amira');
    });

    on('a page can set the options of a form that is about to be attached, or keep it from being', async ({ page, open }) => {
      await open(
        `<form id="one" ${FORM} data-fairnote-kind="case_note"><label>Note <textarea name="x">The CIN plan.</textarea></label></form><form id="two" ${FORM} data-fairnote-kind="case_note"><textarea name="narrative"></textarea></form>`,
        { script: `document.addEventListener('fairnote:attaching', (event) => event.target.id === 'two' ? event.preventDefault() : (event.detail.options.map = { x: 'narrative' }));` },
      );
      await until(() => page.locator('#one .fairnote-finding').count(), 1);
      assert.equal(await attachedForms(page), 1);
    });
  });
}
