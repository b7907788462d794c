// Groups that repeat: items are added and taken out without a word to the server.
import { goTo, make, pointerOf } from "./dom.js";
import { item, tellAdd, tellItem } from "./fields.js";
import { moveReasons, reasonName } from "./record.js";

const itemsOf = (list) => [...list.children].filter((child) => child.classList.contains("fairnote-item"));
const nameOf = (made) => made.firstElementChild.dataset.fairnoteItem.split("/").slice(2).join(".");

/** The field of a form with this name: the indexes of items lead nowhere. */
function fieldOf(form, name) {
  let fields = form.section.flatMap(({ field }) => field);
  let found;
  for (const step of name.split(".").filter((step) => !/^\d+$/.test(step))) {
    found = fields.find(({ id }) => id === step);
    fields = found?.field ?? [];
  }
  return found;
}

/**
 * Listens for the buttons of lists.
 * @param {HTMLFormElement} page
 * @param {import("../../fairnote.js").Form} form
 * @param {import("./fields.js").Tools} tools
 * @param {() => import("../../fairnote.js").Attachment} attachment
 * @param {(words: string) => void} announce
 */
export function listen(page, form, tools, attachment, announce) {
  page.addEventListener("click", ({ target }) => {
    const add = target.closest("[data-fairnote-add]");
    const remove = target.closest("[data-fairnote-remove]");
    if (add) addItem(add, fieldOf(form, add.dataset.fairnoteAdd));
    else if (remove) removeItem(remove, fieldOf(form, remove.dataset.fairnoteRemove));
  });

  function addItem(button, field) {
    const list = button.closest("fieldset");
    const items = itemsOf(list);
    // A number that no item has yet: names may have gaps, as after one was taken out.
    const next = Math.max(-1, ...items.map((made) => Number(nameOf(made).split(".").at(-1)))) + 1;
    const made = item(field, button.dataset.fairnoteAdd, next, items.length + 1, {}, tools);
    button.before(made);
    tellAdd(button, field, items.length + 1, tools.say);
    attachment().refresh();
    const first = made.querySelector("[data-fairnote-group] [data-fairnote-group]") ?? made.firstElementChild;
    goTo(first);
  }

  function removeItem(button, field) {
    const made = button.closest(".fairnote-item");
    const list = made.parentElement;
    const items = itemsOf(list);
    const at = items.indexOf(made);
    const words = made.querySelector("legend").textContent;
    const { gone, moved } = moveReasons(attachment().record().accepted ?? [], list.dataset.fairnoteList, at);
    made.remove();
    for (const reason of gone) tell(page, { ...reason, reason: "" });
    for (const reason of moved) tell(page, reason);
    const left = itemsOf(list);
    left.forEach((one, at) => tellItem(one, field, at + 1, tools.say));
    tellAdd([...list.children].find((child) => child.matches("[data-fairnote-add]")), field, left.length, tools.say);
    attachment().refresh();
    list.focus({ preventScroll: true });
    list.querySelector("legend").scrollIntoView({ block: "nearest" });
    announce(tools.say("removed", { item: words }));
  }
}

/** Tells the checks of a reason as its field would. */
function tell(page, reason) {
  const field = make("textarea", { name: reasonName(reason), hidden: true });
  page.append(field);
  field.value = reason.reason;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.remove();
}

/** The place on the page of a place in the record, whose items have no gaps. */
export function onPage(page, pointer) {
  let at = "";
  for (const step of pointer.split("/").slice(1)) {
    const list = page.querySelector(`[data-fairnote-list="${CSS.escape(at)}"]`);
    const item = list && /^\d+$/.test(step) ? itemsOf(list)[Number(step)] : undefined;
    at = item ? pointerOf(nameOf(item)) : `${at}/${step}`;
  }
  return at;
}
