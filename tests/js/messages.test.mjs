// The catalogues of messages: each has every key, with the same placeholders and the plurals of its language; and no key is idle.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'www/package/messages');
const catalogues = readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]);
const english = catalogues.find(([name]) => name === 'en.json')[1];
const parts = (catalogue) => Object.entries(catalogue).filter(([, part]) => typeof part === 'object');
const keys = (catalogue) => parts(catalogue).flatMap(([part, words]) => Object.keys(words).map((key) => `${part}.${key}`));
const formsOf = (words) => (typeof words === 'string' ? [words] : Object.values(words));
const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const sources = (path, wanted) =>
  readdirSync(join(root, path), { recursive: true }).filter((name) => wanted.test(name)).map((name) => readFileSync(join(root, path, name), 'utf8')).join('\n');

for (const [name, catalogue] of catalogues) {
  test(`${name} has every key and no other`, () => {
    assert.deepEqual(keys(catalogue).sort(), keys(english).sort());
  });

  test(`${name} has the same placeholders as English, and the plurals of its language`, () => {
    const { pluralCategories } = new Intl.PluralRules(catalogue.lang).resolvedOptions();
    for (const [part, words] of parts(catalogue)) {
      for (const [key, said] of Object.entries(words)) {
        const wanted = formsOf(english[part][key]);
        assert.equal(typeof said, typeof english[part][key], `${part}.${key}`);
        for (const form of formsOf(said)) {
          assert.ok(form.trim(), `${part}.${key} is blank`);
          assert.deepEqual(placeholders(form), placeholders(wanted.at(-1)), `${part}.${key}: ${form}`);
        }
        if (typeof said === 'object') assert.deepEqual(Object.keys(said).sort(), [...pluralCategories].sort(), `${part}.${key}`);
      }
    }
  });
}

test('a catalogue that nobody has reviewed says so', () => {
  const welsh = catalogues.find(([name]) => name === 'cy.json')[1];
  assert.match(welsh.draft, /not been reviewed by a translator/);
  assert.equal(new Intl.PluralRules(welsh.lang).resolvedOptions().pluralCategories.length, 6);
});

// Keys that are put together: by the kind of a statement, its source, the weight of a note.
const FAMILIES = { checking: [/^mix_(fact|opinion|assessment|judgement|decision)$/, /^(fact|opinion|assessment|judgement|decision|other|first_hand|third_party)$/, /^(error|warning|kept|due|advice)$/], form: [/^(day|month|year|time|yes|no)$/], note: [] };
const CODE = { checking: ['src/wasm/attach', /\.rs$/], form: ['www/package/elements', /^form.*\.js$/], note: ['www/package/elements', /^note.*\.js$/] };

test('every key is in use, and every key that is used is there', () => {
  for (const [part, words] of parts(english)) {
    const [path, wanted] = CODE[part] ?? assert.fail(`who uses the part ${part}?`);
    const code = sources(path, wanted);
    for (const key of Object.keys(words)) {
      assert.ok(code.includes(`"${key}"`) || FAMILIES[part].some((family) => family.test(key)), `nobody uses ${part}.${key}`);
    }
    const calls = part !== 'checking' ? /\bsay\("(\w+)"/g : /words\s*\.(?:get|fill|count)\("(\w+)"/g;
    for (const [, key] of code.matchAll(calls)) assert.ok(key in words, `${part}.${key} is used and has no words`);
  }
});

test('the English words that pages and the server both have are the same', () => {
  const listed = readFileSync(join(root, 'src/note/listed.rs'), 'utf8');
  for (const key of ['statements_hint', 'set_by_you', 'suggested', 'fact', 'opinion', 'assessment', 'judgement', 'decision', 'other', 'first_hand', 'third_party']) {
    assert.ok(listed.includes(`"${english.checking[key]}"`), key);
  }
});
