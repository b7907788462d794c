// What the module answers to a case of target/parity/cases.jsonl, in the form in which the native build wrote it down.
// Runs in Node and in a page.

/**
 * The differences between the module's answers and the native ones: a line each, at most `most`.
 *
 * @param {{ load(json: Uint8Array): any }} fairnote the module
 * @param {{ name: string, standard: string }[]} cases the cases
 * @param {(file: string) => Uint8Array | Promise<Uint8Array>} read gives a file beside the standards
 */
export async function differences(fairnote, cases, read, most = 10) {
  const standards = new Map();
  const wrong = [];
  let compared = 0;
  let refused = 0;
  for (const each of cases) {
    if (!standards.has(each.standard)) {
      const standard = fairnote.load(await read(`${each.standard}.json`));
      if (standard.model) standard.giveModel(await read(standard.modelFile));
      standards.set(each.standard, standard);
    }
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
      const value = refusing(() => sorted(standard.check(JSON.parse(input.record), options)));
      found.push(['as an object', value, asObject(expected)]);
    }
    return found;
  }
  if (what === 'edit') {
    const [change, report] = lines(expected);
    const both = refusing(() => {
      const session = standard.session(JSON.parse(input.record), optionsOf(input));
      try {
        const changed = sorted(session.set(input.pointer, JSON.parse(input.value)));
        return [changed, session.reportJson(), sorted(session.report())];
      } finally {
        session.free();
      }
    });
    return [
      ['the change', both && both[0], asObject(change)],
      ['the report after it', both && both[1], report],
      ['the report as an object', both && both[2], asObject(report)],
    ];
  }
  const [before, after] = lines(expected);
  const both = refusing(() => {
    const note = standard.note(input.text);
    try {
      const now = () => sorted({ statements: note.statements(), findings: note.findings() });
      const first = now();
      note.edit(...input.edit);
      return [first, now()];
    } finally {
      note.free();
    }
  });
  return [
    ['before the edit', both && both[0], asObject(before)],
    ['after the edit', both && both[1], asObject(after)],
  ];
}

function optionsOf({ context, as_at, mode }) {
  return context === '' ? { as_at, mode } : { as_at, mode, context: JSON.parse(context) };
}

const lines = (expected) => (expected === null ? [null, null] : expected.split('\n'));

/** An object's JSON with its keys in order: the order in which an object was built means nothing. */
function sorted(value) {
  return JSON.stringify(value, (_, part) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The native answer, as the object that it stands for. */
const asObject = (json) => (json === null ? null : sorted(JSON.parse(json)));

/**
 * Does JavaScript read this record and write it down again as it is? Half a surrogate pair is left out: as JSON it is refused everywhere,
 * in an object it is taken for U+FFFD, so that half an emoji in a form does not stop the check.
 */
function isPlain(record) {
  if (/\\ud[89a-f]/i.test(record)) return false;
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
