// The work that `make bench` measures, in Node and in Chromium alike, and how it is timed.

/** A whole child's record of some 75 values with ten faults, its context, and the moment of the check. */
export const AS_AT = '2026-11-24T10:00:00Z';

/** The benches: name, the work, and what one turn of it is called. `validate` is ajv's function for the same record. */
export function benches({ standard, child, context, notes, validate }) {
  const options = { as_at: AS_AT, mode: 'final', context };
  const text = JSON.stringify(child);
  const session = standard.session(child, { ...options, mode: 'draft' });
  const edits = (pointer, values) => (turn) => session.set(pointer, values[turn % 2]).findings.length;
  // What a page must do with a schema after each edit: validate the whole record again.
  const valid = (turn) => {
    child.fields.addresses[1].postcode = turn % 2 ? 'SG1 1AA' : 'SG1 9XX';
    return validate(child) ? 0 : validate.errors.length;
  };
  const typed = (text) => {
    const note = standard.note(text);
    const middle = Math.floor(text.length / 2);
    return (turn) => {
      if (turn % 2) note.edit(middle, middle + 1, '');
      else note.edit(middle, middle, 'x');
      return note.findings().length + note.statements().length;
    };
  };
  return [
    ['one edit (a postcode) to its findings', edits('/fields/addresses/1/postcode', ['SG1 1AA', 'SG1 9XX'])],
    ['one edit (the date of birth) to its findings', edits('/fields/date_of_birth', ['2015-03-10', '2015-03-09'])],
    ['whole record, object to findings', () => standard.check(child, options).findings.length],
    ['whole record, JSON to JSON', () => standard.checkJson(text, options).length],
    ['ajv: one edit, the record validated again', valid],
    ...Object.entries(notes).flatMap(([size, text]) => [
      [`note of ${size}, read whole`, () => {
        const note = standard.note(text);
        try {
          return note.findings().length + note.statements().length;
        } finally {
          note.free();
        }
      }],
      [`note of ${size}, one keystroke to its findings`, typed(text)],
    ]),
  ];
}

/** Times each bench in batches long enough for a coarse clock. Gives microseconds: the median and the 95th percentile of the batches. */
export function measure(list, { batches = 40, milliseconds = 10 } = {}) {
  return list.map(([name, work]) => {
    let turn = 0;
    let sink = 0;
    const batch = (turns) => {
      const start = performance.now();
      for (let i = 0; i < turns; i += 1) sink += work(turn++);
      return performance.now() - start;
    };
    let turns = 1;
    while (batch(turns) < milliseconds) turns *= 2;
    const times = Array.from({ length: batches }, () => (batch(turns) / turns) * 1000).sort((a, b) => a - b);
    if (!Number.isFinite(sink)) throw new Error(name);
    return { name, median: times[Math.floor(batches / 2)], p95: times[Math.floor(batches * 0.95)] };
  });
}

/** Prints the table, and how ajv compares. */
export function print(where, results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`${where.padEnd(width)}      median        p95      a second`);
  for (const { name, median, p95 } of results) {
    const microseconds = (value) => `${value.toFixed(value < 10 ? 2 : 1)} µs`.padStart(11);
    console.log(`${name.padEnd(width)} ${microseconds(median)}${microseconds(p95)} ${Math.round(1e6 / median).toLocaleString('en-GB').padStart(13)}`);
  }
  const of = (start) => results.find(({ name }) => name.startsWith(start)).median;
  const yardstick = of('ajv');
  const ratio = (value) => `${(yardstick / value).toFixed(2)} times as fast as ajv`;
  console.log(`one edit: ${ratio(of('one edit (a postcode)'))}; whole record: ${ratio(of('whole record, object'))}`);
}

/** What each finds in the record: the schema knows types, codes and sizes, and nothing that takes two answers. */
export function found({ standard, child, context, validate }) {
  const { counts, findings } = standard.check(child, { as_at: AS_AT, mode: 'final', context });
  const faults = findings.filter(({ outcome }) => outcome === 'failed').length;
  const wrong = validate(child) ? [] : validate.errors;
  const places = new Set(wrong.map(({ instancePath }) => instancePath)).size;
  return `found: ${faults} faults by ${Object.values(counts).reduce((a, b) => a + b)} outcomes; ajv: ${wrong.length} errors at ${places} places`;
}

/**
 * A JSON Schema of the same record: types, formats, enumerations, sizes and required fields of the standard's form. It says less than
 * the standard does (no rule that compares two answers), so it is a yardstick and not a rival.
 */
export function schemaOf(definition, kind) {
  const required = Object.values(definition.rules)
    .filter((rule) => (!rule.kinds || rule.kinds.includes(kind)) && !rule.when && rule.expects.check === 'required' && !rule.expects.where)
    .flatMap((rule) => (rule.expects.need === 'any' ? [] : rule.expects.fields));
  const patterns = {
    date: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
    moment: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}',
    nhs_number: '^\\d{3} ?\\d{3} ?\\d{4}$',
    upn: '^[A-HJ-NP-RT-Z]\\d{11}[0-9A-HJ-NP-RT-Z]$',
    uln: '^\\d{10}$',
    postcode: '^[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}$',
    telephone: '^\\+?[\\d ()-]{10,20}$',
    email: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
    national_insurance: '^[A-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]$',
  };
  const codes = (list) => ({ type: 'string', enum: definition.codes[list].codes.split('~').filter(Boolean).map((row) => row.split('`')[0]) });
  const one = (field) => {
    switch (field.type) {
      case 'yes_no':
        return { type: 'boolean' };
      case 'number':
        return { type: 'integer', ...(field.min === undefined ? {} : { minimum: field.min }), ...(field.max === undefined ? {} : { maximum: field.max }) };
      case 'code':
        return codes(field.codes);
      case 'codes':
        return { type: 'array', items: codes(field.codes), ...(field.max_items ? { maxItems: field.max_items } : {}) };
      case 'group': {
        const group = object(field.field, []);
        return field.repeating ? { type: 'array', items: group, ...(field.max_items ? { maxItems: field.max_items } : {}) } : group;
      }
      default:
        return {
          type: 'string',
          ...(field.max_length ? { maxLength: field.max_length } : {}),
          ...(patterns[field.type] ? { pattern: patterns[field.type] } : {}),
        };
    }
  };
  const object = (fields, needed) => ({
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.id, one(field)])),
    required: needed,
    additionalProperties: false,
  });
  const fields = definition.forms[kind].section.flatMap((section) => section.field);
  const needed = [...new Set(required.filter((path) => fields.some(({ id }) => id === path)))];
  return {
    type: 'object',
    properties: { kind: { const: kind }, fields: object(fields, needed) },
    required: ['kind', 'fields'],
  };
}

/** Gold notes put end to end until there are so many characters. */
export function noteOf(gold, characters) {
  let text = '';
  for (const line of gold.trimEnd().split('\n')) {
    text += `${JSON.parse(line).note}\n\n`;
    if (text.length >= characters) break;
  }
  return text.slice(0, characters);
}
