// The cases in a page of Chromium. `make parity`.
import { report } from './answers.mjs';
import { files } from '../e2e/files.mjs';
import { launchChromium } from '../e2e/browsers.mjs';

const root = new URL('../../', import.meta.url);
const server = await files({
  '/pkg/': new URL('pkg/', root),
  '/parity/': new URL('tests/parity/', root),
  '/cases/': new URL('target/parity/', root),
});
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/blank.html`);
  const outcome = await page.evaluate(async () => {
    const { differences } = await import('/parity/answers.mjs');
    const fairnote = await import('/pkg/index.js');
    const text = await (await fetch('/cases/cases.jsonl')).text();
    const cases = text.trimEnd().split('\n').map((line) => JSON.parse(line));
    return differences(fairnote, cases, async (file) => new Uint8Array(await (await fetch(`/cases/standards/${file}`)).arrayBuffer()));
  });
  report(`Chromium ${browser.version()}`, outcome);
} finally {
  await browser.close();
  await server.close();
}
