// What the module answers to a case of target/parity/cases.jsonl, in the form in which the native build wrote it down.
// Runs in Node and in a page.

/**
 * The differences between the module's answers and the native ones: a line each, at most `most`.
 *
 * @param {{ load(json: string): any }} fairnote the module
 * @param {{ name: string, standard: string }[]} cases the cases
 * @param {(file: string) => string | Promise<string>} readStandard gives a standard's JSON
 */
export async function differences(fairnote, cases, readStandard, most = 10) {
  const standards = new Map();
  const wrong = [];
  let compared = 0;
  let refused = 0;
  for (const each of cases) {
    if (!standards.has(each.standard)) standards.set(each.standard, fairnote.load(await readStandard(each.standard)));
    const found = answers(standards.get(each.standard), each);
    if (each.expected === null) refused += 1;
    for (const [how, got, expected] of found) {
      compared += 1;
      if (got !== expected && wrong.length < most) wrong.push(`${each.name} (${how}): ${firstDifference(got, expected)}`);
    }
  }
  return { cases: cases.length, standards: standards.size, compared, refused, wrong };
}

/** Each way in which the module can be asked: how, its answer, and the native one. `null` stands for a refusal. */
function answers(standard, { do: what, expected, ...input }) {
  if (what === 'check') {
    const options = optionsOf(input);
    const text = refusing(() => standard.checkJson(input.record, options));
    const found = [['as text', text, expected]];
    // As an object: what JSON.parse makes of the text. Only where the record survives a round trip through JavaScript.
    if (isPlain(input.record)) {
      const value = refusing(() => JSON.stringify(standard.check(JSON.parse(input.record), options)));
      found.push(['as an object', value, rewritten(expected)]);
    }
    return found;
  }
  if (what === 'edit') {
    const [change, report] = lines(expected);
    const both = refusing(() => {
      const session = standard.session(JSON.parse(input.record), optionsOf(input));
      try {
        const changed = JSON.stringify(session.set(input.pointer, JSON.parse(input.value)));
        return [changed, session.reportJson(), JSON.stringify(session.report())];
      } finally {
        session.free();
      }
    });
    return [
      ['the change', both && both[0], rewritten(change)],
      ['the report after it', both && both[1], report],
      ['the report as an object', both && both[2], rewritten(report)],
    ];
  }
  const [before, after] = lines(expected);
  const both = refusing(() => {
    const note = standard.note(input.text);
    try {
      const now = () => JSON.stringify({ statements: note.statements(), findings: note.findings() });
      const first = now();
      note.edit(...input.edit);
      return [first, now()];
    } finally {
      note.free();
    }
  });
  return [
    ['before the edit', both && both[0], rewritten(before)],
    ['after the edit', both && both[1], rewritten(after)],
  ];
}

function optionsOf({ context, as_at, mode }) {
  return context === '' ? { as_at, mode } : { as_at, mode, context: JSON.parse(context) };
}

const lines = (expected) => (expected === null ? [null, null] : expected.split('\n'));

/** As JavaScript writes the same JSON: numbers in its own form. */
const rewritten = (json) => (json === null ? null : JSON.stringify(JSON.parse(json)));

/** Does JavaScript read this record and write it down again as it is? */
function isPlain(record) {
  try {
    return JSON.stringify(JSON.parse(record)) === record;
  } catch {
    return false;
  }
}

/** The answer, or `null` if the input is refused: an `Error` is thrown. A trap of the module is no refusal. */
function refusing(answer) {
  try {
    return answer();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    return null;
  }
}

function firstDifference(got, expected) {
  if (got === null) return 'refused, and natively it is not';
  if (expected === null) return 'natively it is refused';
  let at = 0;
  while (at < got.length && got[at] === expected[at]) at += 1;
  const part = (text) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  return `at ${at}\n    got      ${part(got)}\n    expected ${part(expected)}`;
}

/** Prints the outcome; the number of differences decides the exit status. */
export function report(where, { cases, standards, compared, refused, wrong }) {
  console.log(`parity: ${where}: ${cases} cases under ${standards} standards (${refused} refused), ${compared} comparisons, ${wrong.length} differences`);
  for (const line of wrong) console.log(`  ${line}`);
  if (wrong.length > 0 || cases < 300) process.exitCode = 1;
}
