// The third engine: the portal and a page of plain HTML in WebKit, from the first letter to the server's answer.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { follow, sections } from './embedding.mjs';
import { files } from './files.mjs';
import { daysAgo, startServer } from './portal.mjs';
import { launchWebKit, pageOf } from './webkit.mjs';

const root = new URL('../../', import.meta.url);
const fix = 'child in need';

describe('WebKit', () => {
  let webkit;
  before(async () => {
    webkit = await launchWebKit();
  });
  after(() => webkit?.close());

  test('the portal: a finding while typing, its fix, a blocked submit, and the server\'s answer', { timeout: 120_000 }, async () => {
    const server = await startServer();
    const page = pageOf(webkit.driver, server.origin);
    try {
      await page.open('/records/new?standard=coventry&kind=case_note');
      await page.attached();
      const note = await page.control('Record of the contact');
      await note.sendKeys('I rang Leyla. She told me that the CIN plan helps.');
      await page.gone(await page.press(fix));
      assert.match(await note.getAttribute('value'), /the child in need plan helps/);
      await page.press('Submit record');
      await page.heading('There is a problem');
      await page.until(() => page.driver.executeScript(() => document.activeElement.closest('.govuk-error-summary') !== null));
      const name = await page.control('Full name', 'Person writing this record');
      const described = await page.driver.executeScript((input) => input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)?.textContent).join(' '), name);
      assert.match(described, /Enter the name/);
      assert.deepEqual(await page.violations(), []);
      await page.assertQuiet();
      for (const [legend, moment] of [['Date and time of the event', daysAgo(1, '14:30')], ['Date and time of this entry', daysAgo(0, '00:01')]]) {
        for (const [label, part] of [['Day', 'day'], ['Month', 'month'], ['Year', 'year'], ['Time', 'time']]) {
          await page.fill(await page.control(label, legend), moment[part]);
        }
      }
      await page.fill(name, 'Sam Okafor');
      await page.fill(await page.control('Role in the case', 'Person writing this record'), 'Social worker');
      await page.click(await page.control('No', 'Is anyone at risk of significant harm?'));
      await page.press('Submit record');
      // Warnings are shown once, to be read, and then left to the writer.
      const accepted = () => page.driver.executeScript(() => document.querySelector('h1')?.textContent.trim() === 'Record accepted');
      await page.until(async () => {
        if (await accepted()) return true;
        const title = await page.driver.executeScript(() => [...document.querySelectorAll('h2')].some((heading) => heading.textContent.trim() === 'Before you submit'));
        if (title) await page.press('Submit record');
        return false;
      });
      assert.match(await (await page.css('#record')).getAttribute('textContent'), /child in need plan helps/);
    } finally {
      await server.close();
    }
  });

  test('plain HTML, as docs/embedding.md has it', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fairnote-webkit-'));
    const blocks = (await sections()).get('Plain HTML').filter(({ language }) => language !== 'console');
    await follow(blocks, folder);
    let posted;
    const server = await files({
      '/notes': (body) => ((posted = new URLSearchParams(body)), '<!doctype html><title>Sent</title><h1>Sent</h1>'),
      '/fairnote/': new URL('pkg/', root),
      '/': pathToFileURL(join(folder, 'plain/')),
    });
    const page = pageOf(webkit.driver, server.origin);
    try {
      await page.open('/index.html');
      await page.attached();
      const note = await page.control('Record of the contact');
      await note.sendKeys('The CIN plan was discussed.');
      await page.gone(await page.press(fix));
      await page.press('Submit note');
      await page.heading('There is a problem');
      await page.assertQuiet();
      // Dates are chosen by a picker that differs from browser to browser.
      await page.driver.executeScript(() => {
        for (const id of ['event', 'entered']) {
          const input = document.getElementById(id);
          input.value = '2026-11-02T14:30';
          for (const kind of ['input', 'change']) input.dispatchEvent(new Event(kind, { bubbles: true }));
        }
      });
      await page.fill(await page.control('Your name'), 'Sam Okafor');
      await page.fill(await page.control('Your role'), 'Social worker');
      await (await page.control('Is anyone at risk of significant harm?')).sendKeys('No');
      await page.press('Submit note');
      await page.heading('Sent');
      assert.match(posted.get('narrative'), /The child in need plan was discussed/);
      assert.equal(posted.get('author.name'), 'Sam Okafor');
    } finally {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
