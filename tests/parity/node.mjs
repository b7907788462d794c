// The cases in Node. `make parity`.
import { readFileSync } from 'node:fs';
import { differences, report } from './answers.mjs';
import init, * as fairnote from '../../pkg/fairnote.js';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

await init({ module_or_path: readFileSync(new URL('pkg/fairnote_bg.wasm', root)) });
const cases = read('target/parity/cases.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line));
report(`Node ${process.versions.node}`, await differences(fairnote, cases, (file) => read(`target/parity/standards/${file}.json`)));
