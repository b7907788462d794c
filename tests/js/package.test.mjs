// The built package, as a project would use it: `node --test tests/js/` after `make package`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'node:test';

const root = process.env.FAIRNOTE_PKG ? pathToFileURL(`${process.env.FAIRNOTE_PKG}/`) : new URL('../../pkg/', import.meta.url);
const { Standard, attach, check, load, note, standard: byId, standardAt } = await import(new URL('node.js', root));
const json = readFileSync(new URL('standards/herts.json', root));
const standard = load(json);
const model = readFileSync(new URL(`standards/${standard.modelFile}`, root));
standard.giveModel(model);

const AS_AT = '2026-11-24T10:30:00Z';
const CHILD = {
  kind: 'child',
  fields: {
    unborn: true,
    full_name: 'Unborn baby Okafor',
    ethnicity: 'WBRI',
    nhs_number: '9434765910',
    addresses: [{ line_1: '1 High Street', postcode: 'SG13', type: 'MAIN', start: '2020-01-01' }],
  },
};
const NOTE = { kind: 'case_note', fields: { narrative: 'Mum was seen. CIN plan agreed. She said “I am fine”.' } };
const rules = ({ findings }) => findings.map(({ rule }) => rule);

describe('loading a standard', () => {
  it('takes text and bytes, and comes to the same digest', () => {
    assert.ok(standard instanceof Standard);
    assert.match(standard.digest, /^sha-256:[0-9a-f]{64}$/);
    assert.equal(load(json.toString()).digest, standard.digest);
    assert.equal(standard.id, 'herts');
    assert.ok(standard.title && standard.version);
  });

  it('tells of its forms and code lists', () => {
    for (const kind of ['case_note', 'child', 'visit']) assert.ok(standard.kinds().includes(kind), kind);
    const field = standard.form('child').section.flatMap(({ field }) => field).find(({ id }) => id === 'ethnicity');
    assert.equal(field.type, 'code');
    assert.ok(standard.codes(field.codes).codes.some(({ code }) => code === 'NOBT'));
    assert.throws(() => standard.form('nothing'), /no form of this kind; it has .*child/);
    assert.throws(() => standard.codes('nothing'), /no code list/);
  });

  it('reads a standard of the package by its id, with its model, once', async () => {
    assert.equal(byId('herts'), byId('herts'));
    const read = await byId('herts');
    assert.equal(read.digest, standard.digest);
    assert.deepEqual(read.check(NOTE, { as_at: AS_AT }), standard.check(NOTE, { as_at: AS_AT }));
    assert.equal((await standardAt(new URL('standards/coventry.json', root))).id, 'coventry');
    await assert.rejects(byId('atlantis'), /ENOENT/);
    await assert.rejects(byId('../package'), Error);
  });

  it('asks for the model where a narrative is read, and never reads one without it', () => {
    const bare = load(json);
    assert.match(bare.model, /^sha-256:[0-9a-f]{64}$/);
    assert.deepEqual(bare.check(CHILD, { as_at: AS_AT }), standard.check(CHILD, { as_at: AS_AT }));
    const named = new RegExp(`model ${bare.model}, which was not given.*${bare.modelFile}`);
    const asking = [() => bare.check(NOTE), () => bare.checkJson(JSON.stringify(NOTE)), () => bare.session(NOTE), () => bare.note('x')];
    for (const ask of asking) assert.throws(ask, named);
    const other = load(json, Uint8Array.of(...model).fill(7, 100, 200));
    assert.throws(() => other.check(NOTE), /the model that was given is sha-256:[0-9a-f]{64}, and narratives are read with/);
    bare.giveModel(model);
    assert.deepEqual(bare.check(NOTE, { as_at: AS_AT }), standard.check(NOTE, { as_at: AS_AT }));
    for (const wrong of [null, 'x', 7, [1]]) assert.throws(() => load(json, wrong), /the model must be a Uint8Array/);
  });

  it('refuses what is no standard, and says so', () => {
    for (const wrong of ['', '{', '[]', '{"format":1}', new Uint8Array([0xff, 0xfe])]) {
      assert.throws(() => load(wrong), Error);
    }
    for (const wrong of [undefined, null, 7, {}, []]) {
      assert.throws(() => load(wrong), /the standard must be a string/);
    }
  });
});

describe('checking a record', () => {
  for (const [name, record, options] of [
    ['a child', CHILD, { as_at: AS_AT }],
    ['a draft', CHILD, { as_at: AS_AT, mode: 'draft' }],
    ['a note with a narrative', NOTE, { as_at: AS_AT }],
    ['with a context', NOTE, { as_at: AS_AT, context: { case: { open: true }, previous: null } }],
    ['with a warning kept', { ...NOTE, accepted: [{ rule: 'technical-words-are-explained', at: '/fields/narrative', reason: 'In their own words' }] }, { as_at: AS_AT }],
  ]) {
    it(`gives as an object what it gives as JSON: ${name}`, () => {
      assert.deepEqual(standard.check(record, options), JSON.parse(standard.checkJson(JSON.stringify(record), options)));
    });
  }

  it('is the same by the function and by the method', () => {
    assert.deepEqual(check(CHILD, { standard, as_at: AS_AT }), standard.check(CHILD, { as_at: AS_AT }));
    assert.throws(() => check(CHILD, {}), /options.standard is missing/);
    assert.throws(() => check(CHILD), /options.standard is missing/);
  });

  it('takes a moment as text or as a Date, and now if there is none', () => {
    const report = standard.check(CHILD, { as_at: new Date(AS_AT) });
    assert.equal(report.as_at, standard.check(CHILD, { as_at: AS_AT }).as_at);
    assert.ok(Math.abs(Date.parse(standard.check(CHILD).as_at) - Date.now()) < 60_000);
    assert.throws(() => standard.check(CHILD, { as_at: 'yesterday' }), /as_at is not written as a date and time/);
    assert.throws(() => standard.check(CHILD, { as_at: new Date(Number.NaN) }), /not a date that exists/);
    assert.throws(() => standard.check(CHILD, { as_at: 7 }), /must be a Date or a string/);
    assert.throws(() => standard.check(CHILD, { mode: 'quick' }), /mode must be "draft" or "final"/);
  });

  it('leaves what it gave to the caller: changing one report changes no other', () => {
    const first = standard.check(CHILD, { as_at: AS_AT });
    first.findings[0].message = 'changed';
    first.findings.length = 1;
    assert.notEqual(standard.check(CHILD, { as_at: AS_AT }).findings[0].message, 'changed');
    assert.throws(() => first.findings[0].clauses.push('x'), TypeError);
  });

  it('says what is wrong with a record that is none, and nothing of what is in it', () => {
    for (const wrong of [{}, { kind: 'child' }, { kind: 'SECRET', fields: {} }, [], { kind: 7, fields: {} }]) {
      assert.throws(() => standard.check(wrong), (error) => error instanceof Error && /this is no record/.test(error.message) && !/SECRET/.test(error.message));
    }
    for (const wrong of [undefined, () => {}, Symbol('x')]) {
      assert.throws(() => standard.check(wrong), /the record must be an object/);
    }
    assert.throws(() => standard.check(NOTE, { context: { wrong: 'SECRET' } }), (error) => /context/.test(error.message) && !/SECRET/.test(error.message));
  });
});

describe('a record that is open', () => {
  it('comes to what a check of the same record comes to, whatever is set', () => {
    const session = standard.session(CHILD, { as_at: AS_AT });
    session.set('/fields/ethnicity', 'NOBT');
    session.set('/fields/addresses/0/postcode', 'SG13 8DQ');
    session.set('/fields/addresses/-', { line_1: '2 High Street', type: 'MAIN' });
    session.set('/fields/nhs_number', null);
    session.set('/fields/unborn', false);
    const fields = {
      ...CHILD.fields,
      ethnicity: 'NOBT',
      unborn: false,
      nhs_number: null,
      addresses: [{ ...CHILD.fields.addresses[0], postcode: 'SG13 8DQ' }, { line_1: '2 High Street', type: 'MAIN' }],
    };
    assert.deepEqual(session.report(), standard.check({ kind: 'child', fields }, { as_at: AS_AT }));
    assert.deepEqual(JSON.parse(session.reportJson()), session.report());
    session.free();
  });

  it('tells of each change which places changed, and what is found there', () => {
    const session = standard.session(CHILD, { as_at: AS_AT, mode: 'draft' });
    const better = session.set('/fields/ethnicity', 'NOBT');
    assert.deepEqual(better.changed, ['/fields/ethnicity']);
    assert.deepEqual(better.findings, []);
    const same = session.set('/fields/ethnicity', 'NOBT');
    assert.deepEqual([same.changed, same.findings], [[], []]);
    const worse = session.set('/fields/ethnicity', 'WBRI');
    assert.deepEqual(rules(worse), ['unborn-child-has-no-ethnicity-recorded']);
    assert.equal(worse.verdict, session.report().verdict);
    assert.deepEqual(worse.counts, session.report().counts);
  });

  it('can be checked as final, and at another moment', () => {
    const session = standard.session(CHILD, { as_at: AS_AT, mode: 'draft' });
    assert.ok(session.setMode('final').changed.length > 0);
    session.setAsAt('2027-01-01T09:00:00Z');
    assert.deepEqual(session.report(), standard.check(CHILD, { as_at: '2027-01-01T09:00:00Z' }));
  });

  it('refuses a place that the form has not, and stays as it was', () => {
    const session = standard.session(CHILD, { as_at: AS_AT });
    const before = session.report();
    for (const place of ['', '/fields', '/fields/nothing', '/fields/addresses/9', 'ethnicity']) {
      assert.throws(() => session.set(place, 'x'), Error, place);
    }
    assert.deepEqual(session.report(), before);
  });

  it('can be used by a getter that runs while a value is read', () => {
    const session = standard.session(CHILD, { as_at: AS_AT });
    const value = { get line_1() { session.report(); return '3 High Street'; } };
    session.set('/fields/addresses/0', value);
    assert.ok(session.report());
  });
});

describe('a note', () => {
  it('is read again as it is edited, and comes to what the whole comes to', () => {
    const text = 'Mum was seen at home. The plan was agreed.';
    const one = standard.note(text);
    one.edit(26, 26, 'CIN ');
    one.edit(0, 3, '😀 Ms Okafor');
    const whole = standard.note(one.text());
    assert.equal(one.text(), '😀 Ms Okafor was seen at home. The CIN plan was agreed.');
    assert.deepEqual(one.findings(), whole.findings());
    assert.deepEqual(one.statements(), whole.statements());
    const [jargon] = one.findings();
    assert.equal(one.text().slice(jargon.span.start, jargon.span.end), 'CIN');
    const [{ edits: [{ start, end, text: instead }] }] = jargon.fixes;
    one.edit(start, end, instead);
    assert.deepEqual(one.findings(), []);
  });

  it('refuses an edit outside the note or inside a character, and stays as it was', () => {
    const one = note('a😀b', { standard });
    for (const [start, end] of [[0, 9], [3, 1], [2, 3], [2 ** 32 - 1, 2 ** 32 - 1]]) {
      assert.throws(() => one.edit(start, end, 'x'), Error);
    }
    assert.throws(() => one.edit(0, 0, 7), /must be a string/);
    assert.equal(one.text(), 'a😀b');
    assert.throws(() => standard.note(undefined), /must be a string/);
  });
});

describe('hostile input gets an Error or a finding, and the module goes on', () => {
  const works = () => assert.ok(standard.check(CHILD, { as_at: AS_AT }).findings.length > 0);

  it('a narrative of 10 MB', () => {
    const report = standard.check({ kind: 'case_note', fields: { narrative: 'The CIN plan. '.repeat(750_000) } });
    assert.ok(rules(report).includes('answers-are-no-longer-than-allowed'));
    works();
  });

  it('a list of 100,000 items, and 100,000 unknown fields', () => {
    const report = standard.check({ kind: 'child', fields: { addresses: Array.from({ length: 100_000 }, () => ({ postcode: 'x' })) } });
    assert.ok(rules(report).includes('answers-are-no-longer-than-allowed'));
    const fields = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`f${at}`, at]));
    assert.ok(rules(standard.check({ kind: 'child', fields })).includes('every-answer-belongs-to-a-question'));
    works();
  });

  it('1,000 levels, and a million', () => {
    let deep = null;
    for (let level = 0; level < 1_000; level += 1) deep = [deep];
    const wrong = standard.check({ kind: 'child', fields: { full_name: deep } }).findings.find(({ at }) => at === '/fields/full_name');
    assert.equal(wrong.rule, 'answers-have-the-right-form');
    for (let level = 0; level < 1_000_000; level += 1) deep = [deep];
    assert.throws(() => standard.check({ kind: 'child', fields: { full_name: deep } }), /cannot be written as JSON/);
    assert.throws(() => standard.checkJson(`${'['.repeat(1_000_000)}`), /no record/);
    works();
  });

  it('a circle, a BigInt, a getter or proxy that throws, a revoked proxy', () => {
    const circle = { kind: 'child', fields: {} };
    circle.fields.full_name = circle;
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const bad = [
      circle,
      { kind: 'child', fields: { full_name: 1n } },
      { kind: 'child', get fields() { throw new Error('SECRET'); } },
      { kind: 'child', fields: new Proxy({}, { ownKeys() { throw new Error('SECRET'); } }) },
      { kind: 'child', fields: proxy },
      { toJSON() { throw new Error('SECRET'); } },
    ];
    for (const record of bad) {
      assert.throws(() => standard.check(record), (error) => /cannot be written as JSON/.test(error.message) && !/SECRET/.test(error.message));
    }
    assert.throws(() => standard.check(CHILD, { get mode() { throw new Error('theirs'); } }), /theirs/);
    works();
  });

  it('values of every wrong type in every field', () => {
    const wrong = [null, true, 0, -1, 1.5, 1e300, Number.NaN, '', ' ', '\u0000', '\ud83d', [], [[]], [null], {}, { a: {} }, 'x'.repeat(5_000), new Date(), /x/];
    for (const kind of standard.kinds()) {
      for (const value of wrong) {
        const fields = Object.fromEntries(standard.form(kind).section.flatMap(({ field }) => field).map(({ id }) => [id, value]));
        const report = standard.check({ kind, fields }, { as_at: AS_AT });
        const session = standard.session({ kind, fields: {} }, { as_at: AS_AT });
        for (const [id, one] of Object.entries(fields)) session.set(`/fields/${id}`, one);
        assert.deepEqual(session.report(), report, `${kind}: ${JSON.stringify(value)}`);
        session.free();
      }
    }
  });

  it('halves of characters in a note', () => {
    const one = standard.note('half \ud83d of one');
    assert.equal(one.text(), 'half \ufffd of one');
    one.edit(5, 6, '\ude00');
    assert.equal(one.text().length, 'half x of one'.length);
  });

  it('an object used after it was freed', () => {
    const session = standard.session(CHILD);
    session.free();
    assert.throws(() => session.report(), Error);
    works();
  });

  it('attaching without a page', () => {
    assert.throws(() => attach({}, { standard }), /needs a page/);
  });
});
