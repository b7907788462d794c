// What <fairnote-note> costs while a long note is typed, in Chromium: `node tools/bench-note.mjs [keys] [edits]`.
//
// Three figures, each beside that of the same text area without it: the time from a key to a page that is laid out again, which is
// what a person waits for; all the time that the key takes of the main thread, the reading a moment later included; and what is
// left in memory after many edits.
import { readFileSync } from 'node:fs';
import { launchChromium } from '../tests/e2e/browsers.mjs';
import { files } from '../tests/e2e/files.mjs';
import { noteOf } from './bench-work.mjs';

const root = new URL('../', import.meta.url);
const [keys, edits] = [Number(process.argv[2] ?? 300), Number(process.argv[3] ?? 10_000)];
const text = noteOf(readFileSync(new URL('tests/gold/dev.jsonl', root), 'utf8'), 20_000);
const page = (body) => `<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Bench</title><link rel="stylesheet" href="/pkg/fairnote.css">${body}`;
const area = '<label>Note <textarea rows="20" cols="90" spellcheck="false"></textarea></label>';
const server = await files({
  '/pkg/': new URL('pkg/', root),
  '/plain.html': () => page(area),
  '/note.html': () => page(`<fairnote-note standard="herts" kind="case_note">${area}</fairnote-note><script type="module" src="/pkg/elements.js"></script>`),
});
const browser = await launchChromium();
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const row = (name, times) => {
  times.sort((a, b) => a - b);
  console.log(`${name.padEnd(58)} ${[0.5, 0.95, 0.99].map((share) => `${at(times, share).toFixed(2)} ms`.padStart(10)).join('')}`);
};
try {
  console.log(`Chromium ${browser.version()}, a note of ${text.length} units; median, 95th and 99th percentile of ${keys} keys`.padEnd(58));
  for (const [name, address] of [['the text area alone', 'plain'], ['<fairnote-note>', 'note']]) {
    const opened = await browser.newPage();
    await opened.goto(`${server.origin}/${address}.html`);
    const client = await opened.context().newCDPSession(opened);
    await client.send('Performance.enable', { timeDomain: 'threadTicks' });
    const metrics = async () => Object.fromEntries((await client.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
    if (address === 'note') await opened.locator('fairnote-note[data-fairnote-checked]').waitFor();
    await opened.locator('textarea').first().evaluate((control, text) => {
      control.focus();
      document.execCommand('insertText', false, text);
      control.setSelectionRange(10_000, 10_000);
      return new Promise((later) => setTimeout(later, 1500));
    }, text);
    const waits = await opened.locator('textarea').first().evaluate(async (control, keys) => {
      const times = [];
      for (let key = 0; key < keys; key += 1) {
        const start = performance.now();
        document.execCommand(key % 2 ? 'delete' : 'insertText', false, 'x');
        // Lays the page out, as the next frame would.
        document.body.getBoundingClientRect();
        control.scrollTop;
        times.push(performance.now() - start);
        await new Promise((later) => setTimeout(later, 20));
      }
      return times;
    }, keys);
    row(`${name}: from a key to a page laid out`, waits);
    const busy = [];
    for (let key = 0; key < Math.min(keys, 100); key += 1) {
      const before = (await metrics()).TaskDuration;
      await opened.locator('textarea').first().evaluate((_, key) => {
        document.execCommand(key % 2 ? 'delete' : 'insertText', false, 'x');
        return new Promise((later) => setTimeout(later, 180));
      }, key);
      busy.push(((await metrics()).TaskDuration - before) * 1000);
    }
    row(`${name}: main thread, the reading after it included`, busy);
    const grown = async () => {
      await client.send('HeapProfiler.collectGarbage');
      const { JSHeapUsedSize, Nodes, JSEventListeners } = await metrics();
      const module = address === 'note' ? await opened.evaluate(async () => (await (await import('/pkg/engine.js')).ready).memory.buffer.byteLength) : 0;
      return { heap: JSHeapUsedSize, nodes: Nodes, listeners: JSEventListeners, module };
    };
    const edit = (count) =>
      opened.locator('textarea').first().evaluate(async (control, count) => {
        for (let turn = 0; turn < count; turn += 1) {
          // As typed, but without the browser's own list of steps to undo, which grows by itself.
          control.setRangeText(turn % 2 ? '' : 'CIN ', 5000, turn % 2 ? 5004 : 5000, 'end');
          control.dispatchEvent(new InputEvent('input', { bubbles: true }));
          if (turn % 20 === 0) await new Promise((later) => setTimeout(later, 110));
        }
        await new Promise((later) => setTimeout(later, 1500));
      }, count);
    await edit(Math.min(500, edits));
    const before = await grown();
    await edit(edits);
    const after = await grown();
    const kb = (bytes) => `${Math.round(bytes / 1024)} kB`;
    console.log(`${name}: after ${edits} edits: heap ${kb(before.heap)} to ${kb(after.heap)}, module ${kb(before.module)} to ${kb(after.module)}, nodes ${before.nodes} to ${after.nodes}, listeners ${before.listeners} to ${after.listeners}`);
    await opened.close();
  }
} finally {
  await browser.close();
  await server.close();
}
