// What of a form is kept, and putting it back.
import { plain, rebuild, tree } from "./rich.js";

/** Names of fields that guard a post against forgery or carry a page's state: never kept, always the page's own. */
const TOKEN = /csrf|xsrf|anti-?forgery|requestverification|authenticity_token|viewstate|eventvalidation|^__(event|previous|lastfocus|scroll)/i;
const SECRET = /passw|passphrase/i;
const UNTYPED = new Set(["button", "submit", "reset", "image", "password", "file", "fieldset", "object", "output"]);
const EDITABLE = "[contenteditable]:not([contenteditable=false])";

// A button that shows a password makes an ordinary input of it.
const passwords = new WeakSet();
const labels = new WeakMap();

/** Is it one whose value must never be stored, whatever is done with the rest? */
export function secret(control) {
  if (control.type === "password") passwords.add(control);
  return (
    passwords.has(control) ||
    control.type === "file" ||
    SECRET.test(control.name ?? "") ||
    /one-time-code|password|\bcc-/.test(control.getAttribute("autocomplete") ?? "") ||
    control.closest("[data-fairnote-private]") !== null
  );
}

/** Does its value belong to the page that was served, and not to the person? */
export const token = (control) => TOKEN.test(control.name ?? "") || TOKEN.test(control.id ?? "");

function typed(control) {
  if (secret(control) || token(control) || UNTYPED.has(control.type)) return false;
  if (control.type !== "hidden") return true;
  return control.matches("[data-fairnote-tags], [name=tags], [data-fairnote-keep]");
}

/** Calls `then` with each kept control, its name, its kind, and its number among those of the same name and kind. */
function each(form, then) {
  const seen = new Map();
  const rich = [...form.querySelectorAll(EDITABLE)].filter((element) => !element.parentElement.closest(EDITABLE));
  for (const control of [...form.elements, ...rich]) {
    if (!typed(control)) continue;
    const name = nameOf(control);
    if (!name) continue;
    const kind = kindOf(control);
    const id = `${kind} ${name}`;
    const at = seen.get(id) ?? 0;
    seen.set(id, at + 1);
    then(control, name, kind, at);
  }
}

// The host's own word first: some frameworks make names anew for each page.
function nameOf({ name, id, dataset: { fairnoteField, fairnotePart } }) {
  return [fairnoteField, fairnotePart].filter(Boolean).join(".") || name || id;
}

function kindOf(control) {
  if (control.type === "radio" || control.type === "checkbox") return `${control.type}:${control.value}`;
  if (control.type === "select-multiple") return "several";
  return control.matches(EDITABLE) ? "rich" : "text";
}

/** What the form holds: a list of `[name, kind, number, value, label]`. */
export function snapshot(form) {
  const held = [];
  each(form, (control, name, kind, at) => held.push([name, kind, at, valueOf(control, kind), labelOf(control)]));
  return held;
}

/** What the server sent the form with, as far as a page still knows it. */
export function served(form) {
  const held = [];
  each(form, (control, name, kind, at) => kind !== "rich" && held.push([name, kind, at, defaultOf(control, kind)]));
  return held;
}

/** Do two snapshots hold the same? A row without anything in it is no difference. */
export const same = (one, other) => contents(one) === contents(other);

/** A snapshot as a text that is the same for the same contents. */
export const contents = (held) =>
  JSON.stringify(held.filter(([, , , value]) => !blank(value)).map(([name, kind, at, value]) => [name, kind, at, value]));

/** Nothing was typed or ticked. */
export const blank = (value) => value === "" || value === false || (Array.isArray(value) && plain(value) === "");

function valueOf(control, kind) {
  if (kind.startsWith("radio:") || kind.startsWith("checkbox:")) return control.checked;
  if (kind === "several") return [...control.selectedOptions].map((option) => option.value);
  if (kind === "rich") return tree(control);
  return String(control.value ?? "");
}

function defaultOf(control, kind) {
  if (kind.startsWith("radio:") || kind.startsWith("checkbox:")) return control.defaultChecked ?? false;
  if (control.options) {
    const chosen = [...control.options].filter((option) => option.defaultSelected).map((option) => option.value);
    return kind === "several" ? chosen : (chosen.at(-1) ?? control.options[0]?.value ?? "");
  }
  return String(control.defaultValue ?? "");
}

function labelOf(control) {
  if (!labels.has(control)) {
    const named = document.getElementById(control.getAttribute("aria-labelledby")?.split(" ")[0] ?? "");
    // A label round its control holds the control's own text too.
    const label = (control.labels?.[0] ?? named)?.cloneNode(true);
    for (const inner of label?.querySelectorAll("select, textarea, button") ?? []) inner.remove();
    const text = label?.textContent ?? control.getAttribute("aria-label") ?? "";
    const group = control.closest("fieldset")?.querySelector("legend")?.textContent ?? "";
    labels.set(control, [group, text].map((part) => part.trim().replace(/\s+/g, " ")).filter(Boolean).join(": "));
  }
  return labels.get(control);
}

/** What a snapshot has otherwise than the form: `{ label, value }` of each, in words. */
export function differences(form, held) {
  const now = new Map(snapshot(form).map(([name, kind, at, value]) => [`${kind} ${name} ${at}`, JSON.stringify(value)]));
  return held
    .filter(([name, kind, at, value]) => (now.get(`${kind} ${name} ${at}`) ?? "") !== JSON.stringify(value))
    .filter(([, , , value]) => !blank(value))
    .map(inWords);
}

/** An entry of a snapshot in words. What a list chose or a box ticks is said by its label. */
export const inWords = ([name, kind, , value, label]) => ({
  label: label || name,
  value: value === true ? (label ? "✓" : kind.slice(kind.indexOf(":") + 1)) : kind === "rich" ? plain(value) : [value].flat().join(", "),
});

/**
 * Puts a snapshot into the form as the person would, so that the page's own scripts hear of it. Returns the entries that have no
 * place in the form.
 */
export function restore(form, held) {
  const wanted = new Map(held.map((entry) => [`${entry[1]} ${entry[0]} ${entry[2]}`, entry]));
  // Not while going through: whoever hears of a change may add controls.
  const found = [];
  each(form, (control, name, kind, at) => {
    const id = `${kind} ${name} ${at}`;
    if (wanted.has(id)) found.push([control, kind, wanted.get(id)[3]]);
    wanted.delete(id);
  });
  for (const [control, kind, value] of found) {
    if (JSON.stringify(valueOf(control, kind)) === JSON.stringify(value)) continue;
    put(control, kind, value);
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  }
  return [...wanted.values()].filter(([, , , value]) => !blank(value));
}

function put(control, kind, value) {
  if (kind === "rich") return rebuild(control, value);
  if (kind === "several") {
    for (const option of control.options) option.selected = value.includes(option.value);
    return;
  }
  const property = typeof value === "boolean" ? "checked" : "value";
  // Frameworks put a property of their own before the element's; the element's is what typing changes.
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), property);
  if (own?.set) own.set.call(control, value);
  else control[property] = value;
}
