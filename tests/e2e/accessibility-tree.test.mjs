// What a screen reader is given, in Chromium and in Firefox: names, descriptions, errors linked with their controls, and what is
// said without being looked for. Read from the browsers' own accessibility trees.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from './portal.mjs';
import { chromiumTree, firefoxTree } from './tree.mjs';

const CONTROLS = ['textbox', 'combobox', 'radio', 'checkbox', 'button', 'link', 'spinbutton', 'listbox', 'DisclosureTriangle', 'summary'];

/** In the page: writes into the control with this label (in the group with this legend), as a person does, and leaves it. */
function write({ label, legend, text }) {
  const words = (element) => element.textContent.trim().replaceAll(/\s+/g, ' ');
  const scope = legend ? [...document.querySelectorAll('fieldset')].find((group) => words(group.querySelector('legend')) === legend) : document;
  const control = [...scope.querySelectorAll('label')].find((one) => words(one) === label).control;
  control.focus();
  control.setRangeText(text, 0, control.value.length, 'end');
  control.dispatchEvent(new InputEvent('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
  control.blur();
}

/** In the page: presses the button that reads so. */
function press(name) {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(name) && one.checkVisibility());
  button.focus();
  button.click();
}

for (const [browser, launch] of [
  ['Chromium', chromiumTree],
  ['Firefox', firefoxTree],
]) {
  describe(browser, () => {
    let server;
    let page;
    before(async () => {
      [server, page] = await Promise.all([startServer(), launch()]);
    });
    after(async () => {
      await page?.close();
      await server?.close();
    });

    /** The tree, once it holds a node of which this is true: it follows the page a moment later. */
    async function treeWith(condition, what) {
      for (let tries = 0; ; tries += 1) {
        const tree = await page.tree();
        if (tree.some(condition)) return tree;
        if (tries > 60) assert.fail(`${what} is not in the tree:\n${tree.filter(({ role }) => !/static|inline|leaf|generic/i.test(role)).map(({ role, name, description, states }) => `${role} “${name}” ${description} ${states}`).join('\n')}`);
        await new Promise((later) => setTimeout(later, 100));
      }
    }
    const open = async () => {
      await page.goto(`${server.origin}/records/new?standard=coventry&kind=case_note`);
      await page.until(() => document.querySelector('form[data-fairnote-attached]') !== null);
    };
    const has = (role, name) => (node) => node.role === role && (name instanceof RegExp ? name.test(node.name) : node.name === name);
    const find = (tree, role, name) => tree.find(has(role, name)) ?? assert.fail(`there is no ${role} ${name}`);

    test('every control has a name, and every group its question', { timeout: 60_000 }, async () => {
      await open();
      const tree = await treeWith(has('button', 'Submit record'), 'the submit button');
      const nameless = tree.filter(({ role, name }) => CONTROLS.includes(role) && name.trim() === '');
      assert.deepEqual(nameless, []);
      assert.ok(tree.filter(({ role }) => role === 'textbox').length > 10, 'the tree holds the form');
      for (const question of ['Date and time of the event', 'Person writing this record', 'Is anyone at risk of significant harm?']) find(tree, 'group', question);
      const hint = find(tree, 'group', 'Date and time of the event').description;
      assert.notEqual(hint, '', 'a hint is part of its group');
    });

    test('after a blocked submit the focus is on a summary whose links say what is wrong, and each control says it too', { timeout: 60_000 }, async () => {
      await open();
      await page.evaluate(press, 'Submit record');
      const tree = await treeWith(has('heading', 'There is a problem'), 'the summary');
      find(tree, 'alert', /.*/);
      find(tree, 'link', 'Enter the name of the person writing this record');
      const name = find(tree, 'textbox', 'Full name');
      assert.match(name.description, /Error:.*Enter the name of the person writing this record/, 'the error is the control\'s description');
      assert.ok(name.states.includes('invalid'), 'the control is marked as wrong');
      const group = find(tree, 'group', 'Is anyone at risk of significant harm?');
      assert.match(group.description, /Select yes if anyone is at risk/, 'the error of a question is the group\'s description');
      await page.until(() => document.activeElement.closest('.govuk-error-summary') !== null);
    });

    test('an answer that is put right is no longer described as wrong', { timeout: 60_000 }, async () => {
      await open();
      await page.evaluate(press, 'Submit record');
      await treeWith((node) => has('textbox', 'Full name')(node) && node.states.includes('invalid'), 'the error');
      await page.evaluate(write, { label: 'Full name', legend: 'Person writing this record', text: 'Sam Okafor' });
      await treeWith((node) => has('textbox', 'Full name')(node) && !node.states.includes('invalid') && !/Enter the name/.test(node.description), 'the answer without its error');
    });

    test('what is found while writing is said politely, named at the note, and put right by a button that says what it does', { timeout: 60_000 }, async () => {
      await open();
      await page.evaluate(write, { label: 'Record of the contact', text: 'The CIN plan was discussed.' });
      await treeWith(has('button', /Change to .child in need./), 'the fix');
      // The region's words come a moment after the last change, so that nobody is told of each letter.
      const counted = () => [...document.querySelectorAll('[role="status"]')].map((region) => region.textContent.trim()).find((text) => /\d/.test(text));
      await page.until(counted);
      const words = await page.evaluate(counted);
      const said = await treeWith(({ role, name }) => /static|leaf/i.test(role) && name.trim() === words, `“${words}”`);
      assert.ok(said.some(({ role, live }) => role === 'status' && live === 'polite'), 'the region is polite');
      const note = find(said, 'textbox', 'Record of the contact');
      assert.match(note.description, /Warning.*\d/, 'that something is found is part of what is said of the note');
    });
  });
}
