// Every form of every standard, as the element draws it and as the server's page has it: the same controls, names, ids, values and
// places. And the checks find every answer of it.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from './browsers.mjs';
import { POLICY } from './guard.mjs';
import { startServer } from './portal.mjs';
import { servePortal } from './portal-page.mjs';

// The test itself reads the server's page as HTML, which Trusted Types would refuse.
const PARSES = POLICY.replace(/; require-trusted-types-for [^;]*/, '');
const pkg = process.env.FAIRNOTE_PKG ? `${process.env.FAIRNOTE_PKG}/` : new URL('../../pkg/', import.meta.url).pathname;
const ids = readdirSync(`${pkg}standards`).filter((name) => /^\w+\.json$/.test(name)).map((name) => name.replace('.json', ''));

describe('forms of the element and of the server agree', () => {
  let browser;
  let server;
  let host;
  let page;
  const compared = new Set();
  before(async () => {
    [browser, server, host] = await Promise.all([
      launchChromium(),
      startServer(),
      servePortal({ '/page.html': ['<fairnote-form code-search="off"></fairnote-form>', ''] }, { policy: PARSES }),
    ]);
    page = await browser.newPage();
    await page.addInitScript(shapes);
    await page.goto(`${host.origin}/page.html`);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await host?.close();
  });

  for (const standard of ids) {
    test(standard, { timeout: 120_000 }, async () => {
      const kinds = await page.evaluate(async (id) => (await (await import('/pkg/standards.js')).standard(id)).kinds(), standard);
      assert.ok(kinds.length >= 30, `${kinds.length}`);
      for (const kind of kinds) {
        // A form that an authority took over as it is was compared with the first that has it.
        const form = await page.evaluate(contentOf, [standard, kind]);
        if (compared.has(form)) continue;
        compared.add(form);
        const { shape, found } = await page.evaluate(draw, [standard, kind]);
        const names = [...new Set(shape.map(({ name }) => name))];
        const body = new URLSearchParams([...names.map((name) => [name, '']), ['standard', standard], ['kind', kind], ['action', 'save_draft']]);
        const response = await fetch(`${server.origin}/records`, { method: 'POST', body, redirect: 'manual' });
        assert.equal(response.status, 200, `${standard} ${kind}`);
        const theirs = await page.evaluate(read, await response.text());
        assert.deepEqual(shape, theirs, `${standard} ${kind}`);
        assert.deepEqual(found, [...new Set(shape.map(({ field }) => field).filter(Boolean))].sort(), `${standard} ${kind}: what the checks find`);
      }
    });
  }
});

/** Puts into a page what gives the shape of a form's controls. What is hidden, or a reason, is no answer. */
function shapes() {
  globalThis.shapeOf = (form) => {
    const isAnswer = ({ name, tagName, type, hidden }) => name && tagName !== 'BUTTON' && type !== 'hidden' && !hidden && !name.startsWith('accept.');
    return [...form.elements].filter(isAnswer).map((control) => {
      const shown = [];
      for (let at = control; at; at = at.parentElement) if (at.dataset.fairnoteShowWhen) shown.push(JSON.parse(at.dataset.fairnoteShowWhen));
      return {
        control: `${control.tagName} ${control.type}`,
        name: control.name,
        id: control.id,
        field: control.dataset.fairnoteField,
        part: control.dataset.fairnotePart,
        value: ['radio', 'checkbox'].includes(control.type) ? control.value : undefined,
        options: control.tagName === 'SELECT' ? [...control.options].map(({ value, label }) => `${value} ${label}`) : undefined,
        group: control.closest('[data-fairnote-group]')?.dataset.fairnoteGroup,
        label: control.labels[0]?.textContent.trim(),
        shown,
      };
    });
  };
}

/** A form and its code lists: all that drawing it depends on. */
async function contentOf([id, kind]) {
  const standard = await (await import('/pkg/standards.js')).standard(id);
  const form = standard.form(kind);
  const lists = new Set(JSON.stringify(form).match(/(?<="codes":")\w+/g));
  return JSON.stringify([kind, form, [...lists].map((list) => standard.codes(list))]);
}

/** Draws a form with an item in each of its lists. Gives the shape of its controls, and the answers that the checks find in it. */
async function draw([id, kind]) {
  const element = document.querySelector('fairnote-form');
  const standard = await (await import('/pkg/standards.js')).standard(id);
  const lists = standard.form(kind).section.flatMap(({ field }) => field).filter(({ repeating }) => repeating);
  element.setAttribute('standard', id);
  element.setAttribute('kind', kind);
  element.record = { fields: Object.fromEntries(lists.map((list) => [list.id, [{}]])) };
  await Promise.resolve();
  await element.ready;
  const shape = globalThis.shapeOf(element.form);
  const isObject = (value) => value && typeof value === 'object';
  const places = (value, at) => (isObject(value) ? Object.entries(value).flatMap(([step, inner]) => places(inner, `${at}/${step}`)) : [at]);
  // Blank answers are there too in the record of an attached form.
  const copy = element.form.cloneNode(true);
  copy.removeAttribute('data-fairnote-attached');
  document.body.append(copy);
  const attachment = standard.attach(copy, { kind });
  const found = places(attachment.record().fields, '/fields').sort();
  attachment.detach();
  copy.remove();
  return { shape, found };
}

/** The shape of the controls of a page of the server's. */
function read(html) {
  return globalThis.shapeOf(new DOMParser().parseFromString(html, 'text/html').querySelector('form[data-fairnote]'));
}
