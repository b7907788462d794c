// The engine in Node, beside ajv in the same run. `make bench`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { AS_AT, benches, found, measure, noteOf, print, schemaOf } from './bench-work.mjs';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

if (process.argv[2] === 'first') {
  // In a process of its own: everything from nothing to the first findings.
  const { standard } = await import('../pkg/node.js');
  const report = (await standard('herts')).check(JSON.parse(read('benches/records/child.json')), { as_at: AS_AT });
  // performance.now() counts from the start of the process.
  console.log(JSON.stringify({ findings: report.findings.length, milliseconds: performance.now() }));
  process.exit();
}

const { standard } = await import('../pkg/node.js');
const json = read('pkg/standards/herts.json');
const child = JSON.parse(read('benches/records/child.json'));
const gold = read('tests/gold/dev.jsonl');
const given = {
  standard: await standard('herts'),
  child,
  context: JSON.parse(read('benches/records/context.json')),
  notes: { '2 kB': noteOf(gold, 2000), '20 kB': noteOf(gold, 20000) },
  validate: new Ajv({ allErrors: true, strict: false }).compile(schemaOf(JSON.parse(json), 'child')),
};
console.log(found(given));
print(`Node ${process.versions.node}`, measure(benches(given)));

const runs = Array.from({ length: 9 }, () => {
  const start = performance.now();
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'first'], { encoding: 'utf8' });
  return { outside: performance.now() - start, inside: JSON.parse(stdout).milliseconds };
});
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)].toFixed(0);
console.log(
  `first findings: ${median(runs.map(({ inside }) => inside))} ms after the process starts ` +
    `(${median(runs.map(({ outside }) => outside))} ms with the start and end of the process), median of ${runs.length}`,
);
