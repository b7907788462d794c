// What a page has to fetch: raw, gzip -9, brotli -11. Fails when a budget is exceeded. `make sizes`.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const pkg = new URL('../pkg/', import.meta.url).pathname;

// In bytes after gzip -9. The engine is fetched by every page; a page fetches one standard, or the part of one that its kind
// of record needs (`fairnote standards export --kinds`), and the model if that kind has narratives, once for all standards.
// `gzip` must not be exceeded; `aim` is what we want to reach, and is said while we do not (docs/performance.md).
const BUDGETS = [
  { what: 'the engine', matches: (name) => name.endsWith('.wasm'), gzip: 380_000, aim: 130_000 },
  { what: 'a standard', matches: (name) => /^standards\/[^/]+\.json$/.test(name), gzip: 180_000, aim: 60_000 },
  { what: 'the model of statements', matches: (name) => /^standards\/model-[^/]+\.bin$/.test(name), gzip: 130_000, aim: 110_000 },
];

const sizes = files(pkg)
  .filter((name) => /\.(wasm|js|mjs|json|bin)$/.test(name) && !/(^|\/)package\.json$/.test(name))
  .map((name) => {
    const bytes = readFileSync(join(pkg, name));
    return {
      name,
      raw: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }).length,
    };
  });

const width = Math.max(...sizes.map(({ name }) => name.length));
const row = (name, ...columns) => console.log([name.padEnd(width), ...columns.map((column) => String(column).padStart(10))].join(' '));
row('pkg/', 'raw', 'gzip -9', 'brotli -11');
for (const { name, raw, gzip, brotli } of sizes) row(name, raw, gzip, brotli);

let over = 0;
for (const { what, matches, gzip, aim } of BUDGETS) {
  const held = sizes.filter(({ name }) => matches(name));
  if (held.length === 0) {
    console.error(`sizes: nothing was found for the budget of ${what}`);
    over += 1;
  }
  for (const size of held.filter((size) => size.gzip > aim)) {
    console.log(`sizes: ${size.name} is ${size.gzip} bytes after gzip; ${what} is meant to come down to ${aim}`);
  }
  for (const size of held.filter((size) => size.gzip > gzip)) {
    console.error(`sizes: ${size.name} is ${size.gzip} bytes after gzip, over the budget of ${gzip} for ${what}`);
    over += 1;
  }
}
process.exitCode = over === 0 ? 0 : 1;

function files(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (name.startsWith('.')) return [];
      return statSync(path).isDirectory() ? files(path) : [relative(pkg, path)];
    });
}
