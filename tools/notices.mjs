// The licence notices of what is compiled into a module: node tools/notices.mjs [features] [what is added to the title]
//
// Read from `cargo metadata` and the sources that cargo has fetched anyway, so that nothing is asked of a network. Build scripts
// and procedural macros run on the builder's machine and are not in the module.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const TARGET = 'wasm32-unknown-unknown';
const features = process.argv[2] ?? 'wasm';
const NOTICE = /^(licen[cs]e|copying|copyright|notice|unlicense)/i;

const { packages, resolve } = JSON.parse(
  execFileSync(
    'cargo',
    ['metadata', '--format-version=1', '--locked', '--offline', '--no-default-features', '--features', features, '--filter-platform', TARGET],
    { maxBuffer: 1 << 28 },
  ),
);
const byId = new Map(packages.map((crate) => [crate.id, crate]));
const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));

const isMacro = ({ targets }) => targets.some(({ kind }) => kind.includes('proc-macro'));
const compiled = new Set();
const ways = [resolve.root];
while (ways.length > 0) {
  for (const { pkg, dep_kinds: kinds } of nodes.get(ways.pop()).deps) {
    if (compiled.has(pkg) || isMacro(byId.get(pkg)) || !kinds.some(({ kind }) => kind === null)) continue;
    compiled.add(pkg);
    ways.push(pkg);
  }
}

const crates = [...compiled].map((id) => byId.get(id)).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
if (crates.length < 5) throw new Error(`notices: only ${crates.length} crates were found`);

// Many crates carry the same text: each text is given once.
const texts = new Map();
for (const crate of crates) {
  if (!crate.license && !crate.license_file) throw new Error(`notices: ${crate.name} ${crate.version} says nothing of its licence`);
  const folder = dirname(crate.manifest_path);
  for (const file of readdirSync(folder).filter((name) => NOTICE.test(name) && /^[^.]*(\.(md|txt)|-[\w.-]+)?$/.test(name)).sort()) {
    let text;
    try {
      text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
    } catch {
      continue;
    }
    texts.set(text, [...(texts.get(text) ?? []), `${crate.name} ${crate.version} (${file})`]);
  }
}

const rule = '-'.repeat(80);
const width = Math.max(...crates.map(({ name, version }) => `${name} ${version}`.length));
const out = [
  'THIRD-PARTY NOTICES',
  '',
  'Rust crates compiled into the WebAssembly module of this package, with the licence that each names. The Rust standard',
  'library (MIT OR Apache-2.0, https://www.rust-lang.org) is in it too. The linker drops what is never called, so that some',
  'crates here may have left nothing in the module. The texts stand below, each once.',
  '',
  ...crates.map(({ name, version, license }) => `${`${name} ${version}`.padEnd(width)}  ${license ?? 'see its text'}`),
  '',
  ...[...texts].flatMap(([text, whose]) => [rule, ...whose, rule, '', text, '']),
];
process.stdout.write(`${out.join('\n').trimEnd()}\n`);
