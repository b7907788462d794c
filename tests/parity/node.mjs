// The cases in Node. `make parity`.
import { readFileSync } from 'node:fs';
import { differences, report } from './answers.mjs';
import * as fairnote from '../../pkg/node.js';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

const cases = read('target/parity/cases.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line));
report(`Node ${process.versions.node}`, await differences(fairnote, cases, (file) => readFileSync(new URL(`target/parity/standards/${file}`, root))));
