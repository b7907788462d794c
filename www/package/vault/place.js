// Where people are told: regions before the form, made of elements and texts only. None takes the focus when it appears.

/** The regions' order, from the top. */
const ORDER = ["session", "problem", "sending", "waiting", "refused", "sent", "restored", "broken", "offer", "tabs", "note"];

export class Place {
  #root;
  #said;
  #form;
  #ours;

  constructor(form, { place } = {}) {
    this.#form = form;
    this.#ours = !place;
    this.#root = place ?? made("div");
    this.#root.classList.add("fairnote-vault");
    // What appears is said once by a line that nobody sees; a whole region would be read out with its buttons.
    this.#said = made("p", { class: "fairnote-vault-said", role: "status" });
    this.#root.append(this.#said);
    if (this.#ours) form.before(this.#root);
  }

  /**
   * Shows a region, in place of the one with the same id.
   * @param {string} id one of the order, with a number behind it if there may be several
   */
  show(id, { title, texts = [], body = [], actions = [], tone = "plain", say, focus = false }) {
    const old = this.#find(id);
    const had = old?.contains(document.activeElement);
    const heading = made("h2", { class: "fairnote-vault-title", id: `fairnote-vault-${serial++}` }, title);
    const section = made("div", {
      class: `fairnote-vault-region fairnote-vault-${tone}`,
      role: "region",
      "aria-labelledby": heading.id,
      "data-region": id,
      tabindex: "-1",
    });
    section.append(heading, ...texts.filter(Boolean).map((text) => made("p", {}, text)), ...body);
    if (actions.length) section.append(row(actions));
    if (old) old.replaceWith(section);
    else this.#insert(section, id);
    if (had || focus) section.focus();
    if (say) this.say(say);
    return section;
  }

  /** Adds something of the caller's own, with a `data-region`. */
  append = (element) => this.#insert(element, element.dataset.region);

  hide(id) {
    const section = this.#find(id);
    if (!section) return;
    const had = section.contains(document.activeElement);
    const next = section.nextElementSibling ?? section.previousElementSibling;
    section.remove();
    if (had) this.#catch(next === this.#said ? null : next);
  }

  /** Takes out every region whose id begins so. */
  hideAll(start) {
    for (const section of this.#sections()) if (section.dataset.region.startsWith(start)) this.hide(section.dataset.region);
  }

  shows = (id) => this.#find(id) !== undefined;

  /** Says something to those who hear the page. */
  say(text) {
    this.#said.textContent = text;
  }

  remove() {
    for (const section of this.#sections()) section.remove();
    this.#said.remove();
    if (this.#ours) this.#root.remove();
  }

  #sections = () => [...this.#root.querySelectorAll("[data-region]")];
  #find = (id) => this.#sections().find((section) => section.dataset.region === id);

  #insert(section, id) {
    const rank = ORDER.indexOf(id.split(" ")[0]);
    const after = this.#sections().find((other) => ORDER.indexOf(other.dataset.region.split(" ")[0]) > rank);
    this.#root.insertBefore(section, after ?? null);
  }

  // The focus was in a region that is gone: it goes to what comes next, and not to the top of the page.
  #catch(next) {
    const target = next?.isConnected ? next : this.#form;
    if (target === this.#form && !target.hasAttribute("tabindex")) {
      target.tabIndex = -1;
      target.addEventListener("blur", () => target.removeAttribute("tabindex"), { once: true });
    }
    target.focus({ preventScroll: target === this.#form });
  }
}

let serial = 0;

/** An element of our own. */
export function made(tag, attributes = {}, text) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Buttons in a row: `{ text, press, quiet }`; with `href`, a link. */
export function row(actions) {
  const buttons = made("div", { class: "fairnote-vault-actions" });
  for (const { text, press, href, quiet } of actions) {
    const look = `fairnote-vault-button${quiet ? " fairnote-vault-quiet" : ""}`;
    const button = href ? made("a", { href, class: look }, text) : made("button", { type: "button", class: look }, text);
    if (press) button.addEventListener("click", press);
    buttons.append(button);
  }
  return buttons;
}

/** Answers, each with its question. */
export function answers(list, name) {
  const shown = made("dl");
  for (const { label, value } of list) shown.append(made("dt", {}, label), made("dd", {}, value));
  // It may be long, and is then scrolled with the keyboard.
  const scrolled = made("div", { class: "fairnote-vault-answers", role: "group", "aria-label": name, tabindex: "0" });
  scrolled.append(shown);
  return scrolled;
}
