// The same work in a page of Chromium, and the time from a page's script to its first findings. `make bench`.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { AS_AT, noteOf, print, schemaOf } from './bench-work.mjs';
import { files } from '../tests/e2e/files.mjs';
import { launchChromium } from '../tests/e2e/browsers.mjs';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

// ajv as code for the page. It still asks for two helpers by `require`: for comparing codes, which are strings, and for the length of
// a text, which `unicode: false` spares it.
const ajv = new Ajv({ allErrors: true, strict: false, unicode: false, logger: false, code: { source: true, esm: true } });
const validator = `const require = () => ({ default: Object.is });\n${standaloneCode.default(ajv, ajv.compile(schemaOf(JSON.parse(read('pkg/standards/herts.json')), 'child')))}`;

const server = await files({
  '/pkg/': new URL('pkg/', root),
  '/tools/': new URL('tools/', root),
  '/validator.mjs': () => validator,
});
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/blank.html`);
  const given = {
    child: JSON.parse(read('benches/records/child.json')),
    context: JSON.parse(read('benches/records/context.json')),
    notes: { '2 kB': noteOf(read('tests/gold/dev.jsonl'), 2000), '20 kB': noteOf(read('tests/gold/dev.jsonl'), 20000) },
  };
  const results = await page.evaluate(async (given) => {
    const { benches, measure } = await import('/tools/bench-work.mjs');
    const { standard: fetched } = await import('/pkg/index.js');
    const { default: validate } = await import('/validator.mjs');
    const standard = await fetched('herts');
    return measure(benches({ ...given, standard, validate }), { milliseconds: 30 });
  }, given);
  print(`Chromium ${browser.version()}`, results);

  const times = [];
  for (let run = 0; run < 9; run += 1) {
    // A new context has an empty cache, and no compiled module.
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${server.origin}/blank.html`);
    times.push(
      await page.evaluate(
        async ({ child, as_at }) => {
          const start = performance.now();
          const { standard } = await import('/pkg/index.js');
          if ((await standard('herts')).check(child, { as_at }).findings.length === 0) throw new Error('no findings');
          return performance.now() - start;
        },
        { child: given.child, as_at: AS_AT },
      ),
    );
    await context.close();
  }
  times.sort((a, b) => a - b);
  console.log(`first findings: ${times[4].toFixed(0)} ms from the start of the script, nothing cached, files from this machine, median of ${times.length}`);
} finally {
  await browser.close();
  await server.close();
}
