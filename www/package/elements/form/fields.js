// One field of a form, in the very shape that the server's pages have: a group that the checks find by its place, a label or
// legend, a hint, a slot for an error, the answer, and room for what is found.
import { isShort, select, ticks } from "./choices.js";
import { capital, idOf, make, pointerOf } from "./dom.js";

/** Texts of more characters than this are typed in a text area. */
const LONGEST_LINE = 300;
/** The widths that the design system has, in characters. */
const WIDTHS = [2, 3, 4, 5, 10, 20, 30];
/** What answers of a type need, where the form does not say. */
const NEEDED = { postcode: 10, national_insurance: 10, number: 10, nhs_number: 20, upn: 20, uln: 20, telephone: 20, child_id: 20 };
const PARTS = { day: 2, month: 2, year: 4, time: 5 };

/**
 * What drawing needs: the standard, the words, whether long lists can be searched, and what marks the words of the standard where
 * those of the interface are in another language.
 * @typedef {{ standard: import("../../fairnote.js").Standard, say: (key: string, parts?: object) => string, search: boolean, lang: string, of: { lang?: string } }} Tools
 */

/** How a field is drawn. */
export function widgetOf(field, standard) {
  const { type } = field;
  if (type === "group") return field.repeating ? "list" : "group";
  if (type === "date" || type === "moment" || type === "narrative") return type;
  if (type === "yes_no") return "ticks";
  if (type === "codes") return "ticks";
  if (type === "code") return isShort(standard.codes(field.codes)) ? "ticks" : "select";
  return type === "text" && (field.max_length ?? Infinity) > LONGEST_LINE ? "textarea" : "input";
}

/**
 * A field whose control's name is `prefix` and its id, with what its answer is.
 * @param {Tools} tools
 */
export function draw(field, prefix, value, tools) {
  const name = `${prefix}${field.id}`;
  const widget = widgetOf(field, tools.standard);
  const isNest = widget === "group" || widget === "list";
  const group = make("div", {
    class: isNest ? "govuk-form-group fairnote-group" : "govuk-form-group",
    "data-fairnote-group": pointerOf(name),
    "data-fairnote-show-when": field.show_when && JSON.stringify(field.show_when),
  });
  if (isNest) group.append(nest(field, name, value, widget, tools));
  else if (["date", "moment", "ticks"].includes(widget)) group.append(fieldset(field, name, value, widget, tools));
  else group.append(...single(field, name, value, widget, tools));
  group.append(room(pointerOf(name)));
  return group;
}

const room = (pointer) => make("div", { class: "fairnote-findings", "data-fairnote-findings": pointer });
const slot = (id) => make("p", { id: `${id}-error`, class: "govuk-error-message", hidden: true });
const hintOf = ({ hint }, id, { of }) => hint && make("div", { id: `${id}-hint`, class: "govuk-hint", ...of }, hint);
const describes = ({ hint }, id) => (hint ? `${id}-hint` : undefined);
const legend = (label, { of }) => make("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s", ...of }, label);

function single(field, name, value, widget, tools) {
  const id = idOf(name);
  const attributes = { "data-fairnote-field": pointerOf(name), "aria-describedby": describes(field, id) };
  const text = asText(value);
  let parts;
  let labelFor = id;
  if (widget === "select") {
    ({ parts, labelFor } = select(field, name, text ? [text] : [], attributes, tools));
  } else if (widget === "input") {
    const type = { telephone: "tel", email: "email" }[field.type] ?? "text";
    const width = widthOf(field);
    const input = make("input", {
      class: width ? `govuk-input ${width}` : "govuk-input",
      id,
      name,
      type,
      inputmode: ["nhs_number", "uln", "number"].includes(field.type) && "numeric",
      spellcheck: field.type !== "text" && "false",
      autocomplete: field.autocomplete,
      ...attributes,
    });
    // Set, and as an attribute too: "reset" goes back to it.
    input.defaultValue = text;
    parts = [input];
  } else {
    const isNarrative = widget === "narrative";
    const area = make("textarea", {
      class: "govuk-textarea",
      id,
      name,
      rows: isNarrative ? 10 : 3,
      spellcheck: isNarrative && "true",
      "data-fairnote-narrative": isNarrative,
      ...attributes,
    });
    area.defaultValue = text;
    parts = [area];
    if (isNarrative) parts.push(make("div", { class: "fairnote-statements", "data-fairnote-statements": pointerOf(name) }));
  }
  const label = make("label", { class: "govuk-label govuk-label--s", for: labelFor, ...tools.of }, field.label);
  return [label, hintOf(field, id, tools), slot(id), ...parts].filter(Boolean);
}

function fieldset(field, name, value, widget, tools) {
  const id = idOf(name);
  const isDate = widget !== "ticks";
  const inside = isDate ? date(name, value, widget === "moment", tools) : ticks(field, name, chosenOf(field, value), tools);
  const attributes = { class: "govuk-fieldset", role: isDate && "group", "aria-describedby": describes(field, id) };
  return make("fieldset", attributes, legend(field.label, tools), hintOf(field, id, tools), slot(id), inside);
}

function date(name, value, withTime, { say }) {
  const box = make("div", { class: "govuk-date-input", id: idOf(name) });
  const typed = partsOf(asText(value));
  for (const [part, width] of Object.entries(PARTS).slice(0, withTime ? 4 : 3)) {
    const id = idOf(`${name}.${part}`);
    const input = make("input", {
      class: `govuk-input govuk-date-input__input govuk-input--width-${width}${part === "time" ? " fairnote-time" : ""}`,
      id,
      name: `${name}.${part}`,
      type: "text",
      inputmode: part !== "time" && "numeric",
      "data-fairnote-field": pointerOf(name),
      "data-fairnote-part": part,
    });
    input.defaultValue = typed[part] ?? "";
    const label = make("label", { class: "govuk-label govuk-date-input__label", for: id }, say(part));
    box.append(make("div", { class: "govuk-date-input__item" }, make("div", { class: "govuk-form-group" }, label, input)));
  }
  return box;
}

function nest(field, name, value, widget, tools) {
  const id = idOf(name);
  const isList = widget === "list";
  const made = make("fieldset", {
    class: "govuk-fieldset",
    id,
    tabindex: "-1",
    "aria-describedby": describes(field, id),
    "data-fairnote-list": isList && pointerOf(name),
  });
  made.append(...[legend(field.label, tools), hintOf(field, id, tools), slot(id)].filter(Boolean));
  if (isList) {
    const items = Array.isArray(value) ? value : [];
    items.forEach((answers, at) => made.append(item(field, name, at, at + 1, answers, tools)));
    made.append(addButton(field, name, items.length, tools));
  } else {
    const inner = make("div", { class: "fairnote-nest" });
    for (const one of field.field) inner.append(draw(one, `${name}.`, value?.[one.id], tools));
    made.append(inner);
  }
  return made;
}

/** What an item of a list is called. */
export const itemOf = (field) => field.item || field.label;

/** The button that adds an item; hidden while there are as many as there may be. */
export function addButton(field, name, count, { say }) {
  const made = make("button", { type: "button", class: "govuk-button govuk-button--secondary fairnote-add", "data-fairnote-add": name });
  tellAdd(made, field, count, say);
  return made;
}

/** Says on the button what it adds. */
export function tellAdd(button, field, count, say) {
  button.textContent = say(count > 0 ? "add_another" : "add", { item: itemOf(field).toLocaleLowerCase() });
  button.hidden = count >= (field.max_items ?? Infinity);
}

/** An item of a list. `at` is its number in names; `number` the one that people see. */
export function item(field, list, at, number, answers, tools) {
  const name = `${list}.${at}`;
  const inner = make("fieldset", {
    class: "govuk-fieldset",
    id: idOf(name),
    tabindex: "-1",
    "data-fairnote-group": pointerOf(name),
    "data-fairnote-item": pointerOf(name),
  });
  inner.append(legend("", tools), slot(idOf(name)));
  for (const one of field.field) inner.append(draw(one, `${name}.`, answers?.[one.id], tools));
  inner.append(room(pointerOf(name)));
  inner.append(make("button", { type: "button", class: "govuk-button govuk-button--secondary fairnote-remove", "data-fairnote-remove": name }));
  const made = make("div", { class: "fairnote-item" }, inner);
  tellItem(made, field, number, tools.say);
  return made;
}

/** Says on an item which one it is. */
export function tellItem(made, field, number, say) {
  const called = itemOf(field);
  made.querySelector("legend").textContent = say("item", { item: capital(called), number });
  const button = [...made.querySelectorAll("[data-fairnote-remove]")].at(-1);
  button.textContent = say("remove", { item: called.toLocaleLowerCase(), number });
}

function widthOf(field) {
  const wanted = field.width ?? NEEDED[field.type];
  const width = wanted && WIDTHS.find((width) => width >= wanted);
  return width ? `govuk-input--width-${width}` : "";
}

/** An answer as it is typed. */
function asText(value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The values that are ticked. */
function chosenOf(field, value) {
  const values = (Array.isArray(value) ? value : [value]).map(asText).filter(Boolean);
  return field.type === "yes_no" ? values.map((text) => ({ true: "yes", false: "no" })[text] ?? text) : values;
}

/** A date in parts, as people write them. */
function partsOf(text) {
  const [date, time = ""] = text.split("T");
  const [year, month, day] = date.split("-").map((part) => part.replace(/^0+/, ""));
  return { day, month, year, time: time.slice(0, 5) };
}
