// Coded answers: radio buttons, checkboxes and selects, with the choices that the standard offers.
import { combobox } from "./combobox.js";
import { make, idOf, pointerOf } from "./dom.js";

/** A list of at most so many choices shows all of them at once. */
const SHORT = 5;
/** A list of more choices than this can be searched. */
const LONG = 15;

const isOffered = ({ status }) => status !== "superseded" && status !== "obsolete";

/** Is the list short enough to show every choice at once? */
export const isShort = (list) => list.codes.filter(isOffered).length <= SHORT;

/**
 * The choices of a field in their groups. A code that was chosen and is offered no more, or is not in the list at all, is still
 * there: what was answered is not changed behind anybody's back.
 */
function groupsOf(list, chosen, id, say) {
  const groups = new Map();
  let count = 0;
  const add = (group, value, label, hint) => {
    count += 1;
    if (!groups.has(group)) groups.set(group, []);
    // The first one has the field's own id, so that links to the field lead to it.
    groups.get(group).push({ value, label, hint, id: count === 1 ? id : `${id}-${count}`, checked: chosen.includes(value) });
  };
  for (const { group = "", code, label, note } of list.codes.filter(isOffered)) add(group, code, label, note);
  for (const value of chosen) {
    const known = list.codes.find(({ code }) => code === value);
    if (!known) add("", value, say("not_in_list", { label: value }));
    else if (!isOffered(known)) add("", value, say("no_longer_in_use", { label: known.label }));
  }
  return groups;
}

/** Radio buttons or checkboxes. */
export function ticks(field, name, chosen, { standard, say, of }) {
  const id = idOf(name);
  const isRadio = field.type !== "codes";
  const block = isRadio ? "govuk-radios" : "govuk-checkboxes";
  const groups = field.type === "yes_no" ? yesNo(chosen, id, say) : groupsOf(standard.codes(field.codes), chosen, id, say);
  const box = make("div", field.type === "yes_no" ? { class: `${block} govuk-radios--inline` } : { class: block, ...of });
  for (const [label, options] of groups) {
    if (label) box.append(make("p", { class: "govuk-body fairnote-option-group" }, label));
    for (const option of options) {
      const note = option.hint ? `${option.id}-note` : undefined;
      const input = make("input", {
        class: `${block}__input`,
        id: option.id,
        name,
        type: isRadio ? "radio" : "checkbox",
        value: option.value,
        checked: option.checked,
        "data-fairnote-field": pointerOf(name),
        "aria-describedby": note,
      });
      box.append(
        make(
          "div",
          { class: `${block}__item` },
          input,
          make("label", { class: `govuk-label ${block}__label`, for: option.id }, option.label),
          note && make("div", { id: note, class: `govuk-hint ${block}__hint` }, option.hint),
        ),
      );
    }
  }
  return box;
}

function yesNo(chosen, id, say) {
  const option = (value, suffix) => ({ value, label: say(value), id: `${id}${suffix}`, checked: chosen.includes(value) });
  return new Map([["", [option("yes", ""), option("no", "-2")]]]);
}

/** A select; one of many choices with a text in which they are searched. Returns what goes into the page, and the id for the label. */
export function select(field, name, chosen, attributes, tools) {
  const { standard, say, of } = tools;
  const id = idOf(name);
  const groups = groupsOf(standard.codes(field.codes), chosen, id, say);
  const made = make("select", { class: "govuk-select", id, name, ...attributes }, make("option", { value: "" }, say("select_one")));
  for (const [label, options] of groups) {
    const room = label ? make("optgroup", { label, ...of }) : made;
    for (const { value, label, checked } of options) room.append(make("option", { value, selected: checked, ...of }, label));
    if (room !== made) made.append(room);
  }
  const isLong = made.options.length - 1 > LONG;
  return isLong && tools.search ? combobox(made, say, of) : { parts: [made], labelFor: id };
}
