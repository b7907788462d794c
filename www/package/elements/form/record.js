// Records: what a form holds, tidied, and what moves when an item of a list is taken out.

/** The record without answers that are blank. An item of a list stays, so that places in the record and on the page agree. */
export function tidy(record) {
  const { kind, fields, accepted, tags } = record;
  const tidied = { kind, fields: group(fields) };
  if (accepted?.length) tidied.accepted = accepted;
  if (tags && Object.keys(tags).length) tidied.tags = tags;
  return tidied;
}

function group(fields) {
  const entries = Object.entries(fields).map(([id, value]) => [id, tidyValue(value)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function tidyValue(value) {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map((one) => (isGroup(one) ? group(one) : one));
  if (!isGroup(value)) return value;
  const inner = group(value);
  return Object.keys(inner).length ? inner : undefined;
}

const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The answer at a place of a record; undefined if there is none. */
export function answerAt(record, pointer) {
  return pointer.split("/").slice(1).reduce((inside, step) => inside?.[step], record);
}

/** Has the answer nothing in it? */
export const isBlank = (value) =>
  value === undefined || value === null || value === "" || (typeof value === "object" && Object.values(value).every(isBlank));

/**
 * The reasons for keeping warnings after an item of a list is gone, and those to be forgotten: the reasons on later items move up
 * with them.
 * @param {readonly { rule: string, at?: string, reason: string }[]} accepted
 */
export function moveReasons(accepted, list, removed) {
  const inside = `${list}/`;
  const gone = accepted.filter(({ at = "" }) => at.startsWith(inside) && Number(at.slice(inside.length).split("/")[0]) >= removed);
  const moved = gone.flatMap(({ rule, at, reason }) => {
    const [index, ...below] = at.slice(inside.length).split("/");
    return Number(index) === removed ? [] : [{ rule, at: [list, Number(index) - 1, ...below].join("/"), reason }];
  });
  return { gone, moved };
}

/** The name of the field that carries the reason for keeping a warning. */
export const reasonName = ({ rule, at = "" }) => `accept.${rule}|${at}`;
