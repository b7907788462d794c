// A text in which the choices of a select are searched: the editable combobox with list autocomplete of the ARIA Authoring
// Practices. The select stays the control that the form sends and the checks read; this only makes it quick to use.
import { make } from "./dom.js";

/** At most so many choices are listed at once: beyond that a person types on, and the page stays quick. */
const MOST = 400;

/** Words without accents or capitals: "Côte" is found by "cote". */
const plain = (text) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLocaleLowerCase();

/**
 * @param {HTMLSelectElement} select
 * @param {(key: string, parts?: object) => string} say
 * @param {{ lang?: string }} of
 */
export function combobox(select, say, of) {
  const { id } = select;
  const field = select.getAttribute("data-fairnote-field");
  const choices = [...select.options]
    .filter(({ value }) => value)
    .map((option) => {
      const group = option.parentElement.label ?? "";
      return { option, label: option.label, group, found: plain(`${option.label} ${option.value} ${group}`) };
    });
  const input = make("input", {
    class: "govuk-input fairnote-combobox__input",
    id: `${id}-search`,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
  });
  const list = make("div", { class: "fairnote-combobox__list", id: `${id}-list`, role: "listbox", tabindex: "-1", hidden: true });
  const status = make("div", { class: "govuk-visually-hidden", role: "status" });
  const hint = make("div", { class: "govuk-hint fairnote-combobox__hint", id: `${id}-search-hint` }, say("search_hint", { count: choices.length }));
  // Still there for whoever leads to the answer: the focus goes on to the text.
  select.classList.add("govuk-visually-hidden");
  select.setAttribute("aria-hidden", "true");
  select.tabIndex = -1;
  const box = make("div", { class: "fairnote-combobox" }, input, list, select, status);

  let shown = [];
  let active = -1;
  let telling;

  const label = () => choices.find(({ option }) => option.selected)?.label ?? "";
  const isOpen = () => !list.hidden;

  function find() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    // What is chosen already is no search: the whole list is there again.
    if (input.value === label()) return choices;
    const has = ({ found }) => words.every((word) => found.includes(word));
    const begins = ({ label }) => (plain(label).startsWith(words.join(" ")) ? 0 : 1);
    return choices.filter(has).sort((one, other) => begins(one) - begins(other));
  }

  function open() {
    shown = find().slice(0, MOST);
    list.replaceChildren();
    let room = list;
    let group = "";
    const grouped = new Map();
    shown.forEach((choice, at) => {
      if (choice.group !== group) {
        group = choice.group;
        room = grouped.get(group);
        if (!room) {
          const heading = make("div", { class: "fairnote-combobox__group", role: "presentation" }, group);
          room = group ? make("div", { role: "group", "aria-label": group }, heading) : list;
          grouped.set(group, room);
          if (room !== list) list.append(room);
        }
      }
      const item = make("div", { class: "fairnote-combobox__option", role: "option", id: `${id}-option-${at}`, "aria-selected": String(choice.option.selected), ...of }, choice.label);
      choice.item = item;
      room.append(item);
    });
    // In the order in which they stand, which groups may have changed.
    shown = [...list.querySelectorAll("[role=option]")].map((item) => shown.find((choice) => choice.item === item));
    if (shown.length === 0) list.append(make("div", { class: "fairnote-combobox__none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("search_none")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    activate(-1);
    clearTimeout(telling);
    telling = setTimeout(() => (status.textContent = shown.length ? say("search_found", { count: shown.length }) : say("search_none")), 700);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
    clearTimeout(telling);
    status.textContent = "";
  }

  function activate(at) {
    shown[active]?.item.classList.remove("fairnote-combobox__option--active");
    active = at;
    const item = shown[at]?.item;
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.classList.add("fairnote-combobox__option--active");
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    close();
    const changed = option ? !option.selected : select.value !== "";
    if (option) option.selected = true;
    else select.value = "";
    input.value = label();
    if (changed) for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  /** The text is left: an emptied one clears the answer, one that fits a single choice chooses it, any other goes back. */
  function settle() {
    const typed = plain(input.value.trim());
    const same = choices.filter((choice) => plain(choice.label) === typed || plain(choice.option.value) === typed);
    const fits = same.length > 0 ? same : typed ? find() : [];
    if (input.value === label()) close();
    else if (!typed) choose(undefined);
    else if (fits.length === 1) choose(fits[0].option);
    else choose([...select.selectedOptions].find(({ value }) => value));
  }

  const keys = {
    ArrowDown: () => (isOpen() ? activate(Math.min(active + 1, shown.length - 1)) : (open(), activate(Math.max(0, shown.findIndex(({ option }) => option.selected))))),
    ArrowUp: () => (isOpen() ? activate(active - 1) : (open(), activate(shown.length - 1))),
    PageDown: () => isOpen() && activate(Math.min(active + 10, shown.length - 1)),
    PageUp: () => isOpen() && activate(Math.max(active - 10, 0)),
    Enter: () => isOpen() && (shown[active] ? choose(shown[active].option) : settle()),
    Escape: () => (isOpen() ? close() : choose(undefined)),
  };
  input.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "ArrowUp") return close();
    const act = event.ctrlKey || event.metaKey || event.isComposing ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  input.addEventListener("input", (event) => {
    // The text itself is no answer.
    event.stopPropagation();
    open();
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("click", () => isOpen() || open());
  box.addEventListener("focusout", ({ relatedTarget }) => box.contains(relatedTarget) || settle());
  // The text keeps the focus while a choice is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const choice = shown.find(({ item }) => item.contains(target));
    if (choice) choose(choice.option);
  });
  select.addEventListener("focus", () => input.focus());
  select.addEventListener("change", () => (input.value = label()));
  // What the checks say of the select is said of the text.
  const follow = () => {
    const described = [...new Set(`${select.getAttribute("aria-describedby") ?? ""} ${hint.id}`.trim().split(/\s+/))].join(" ");
    input.setAttribute("aria-describedby", described);
    input.toggleAttribute("aria-invalid", false);
    if (select.getAttribute("aria-invalid") === "true") input.setAttribute("aria-invalid", "true");
    input.classList.toggle("govuk-input--error", select.classList.contains("govuk-select--error"));
  };
  new MutationObserver(follow).observe(select, { attributes: true, attributeFilter: ["aria-describedby", "aria-invalid", "class"] });
  follow();
  input.value = label();
  input.dataset.fairnoteSearches = field;
  return { parts: [hint, box], labelFor: input.id };
}
