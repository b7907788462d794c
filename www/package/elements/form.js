// <fairnote-form standard="england" kind="closure">: a whole form, drawn from its standard and checked while it is filled in.
//
// It is a real <form> in the page, with ordinary named controls: it posts by itself, or hands its record over in one event.
import { english, messages, speaker } from "../messages.js";
import { standard } from "../standards.js";
import { checklist } from "./form/checklist.js";
import { make } from "./form/dom.js";
import { draw } from "./form/fields.js";
import { listen } from "./form/lists.js";
import { printed } from "./form/print.js";
import { reasonName, tidy } from "./form/record.js";

/** How long after the last change the checklist is made again, in milliseconds. */
const CHECKLIST = 250;
/** The language of the standards. */
const STANDARDS = "en-GB";
const OF_FORM = ["action", "method", "target"];

export class FairnoteForm extends HTMLElement {
  static observedAttributes = ["standard", "kind", "standards", "lang", "messages", "mode", "heading", "code-search", ...OF_FORM];

  /** What was given before there was a form for it. */
  #given = { fields: {} };
  #context;
  #attachment;
  #standard;
  #form;
  #page;
  #kept;
  #turn = 0;
  #settle = {};
  #printing;
  /** Done when the form can be used; a new one for each drawing. */
  ready = this.#promise();

  connectedCallback() {
    // What the page set before this script arrived lies on the element and not in it.
    for (const name of ["context", "record"].filter((name) => Object.hasOwn(this, name))) {
      const given = this[name];
      delete this[name];
      this[name] = given;
    }
    this.#printing = new AbortController();
    const { signal } = this.#printing;
    globalThis.addEventListener("beforeprint", () => this.#print(), { signal });
    globalThis.addEventListener("afterprint", () => this.#unprint(), { signal });
    globalThis.matchMedia("print").addEventListener("change", ({ matches }) => (matches ? this.#print() : this.#unprint()), { signal });
    this.#draw();
  }

  disconnectedCallback() {
    this.#printing.abort();
    this.#leave();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.isConnected) return;
    if (!OF_FORM.includes(name)) this.#draw();
    else if (this.#page) this.#dress();
  }

  /** The standard that the form is of, once it is drawn. */
  get loaded() {
    return this.#standard;
  }

  /** The form in the page, once it is drawn. */
  get form() {
    return this.#page;
  }

  /** The record as it stands. Setting one fills the form in anew. */
  get record() {
    return tidy(this.#attachment ? this.#attachment.record() : { kind: this.getAttribute("kind"), ...this.#given });
  }

  set record(record) {
    if (typeof record?.fields !== "object" || record.fields === null) throw new TypeError("fairnote: a record must be an object with fields: { kind, fields }");
    if (record.kind && record.kind !== this.getAttribute("kind")) throw new TypeError("fairnote: this record is of another kind than the form");
    this.#leave();
    this.#given = structuredClone({ fields: record.fields, accepted: record.accepted, tags: record.tags });
    if (this.isConnected) this.#draw();
  }

  /** What is known of the case beyond the record: see `Context`. */
  get context() {
    return this.#context;
  }

  set context(context) {
    this.#context = context;
    if (this.isConnected) this.#draw();
  }

  /** The report of the record as it stands, checked as far as `mode` says; left out, "final". */
  report(mode = "final") {
    if (!this.#standard) throw new Error("fairnote: the form is not drawn yet: await its `ready`");
    return this.#standard.check(this.record, this.#options(mode));
  }

  #options(mode) {
    return this.#context === undefined ? { mode } : { mode, context: this.#context };
  }

  #promise() {
    const made = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    // Whoever waits for it is told.
    made.catch(() => {});
    return made;
  }

  /** Lets go of the page. What was answered stays with the element. */
  #leave() {
    clearTimeout(this.#settle.timer);
    if (!this.#attachment) return;
    const { fields, accepted, tags } = this.record;
    this.#given = { fields, accepted, tags };
    this.#attachment.detach();
    this.#attachment = undefined;
  }

  async #draw() {
    this.#turn += 1;
    const turn = this.#turn;
    // Attributes that are set one after the other draw once.
    await undefined;
    if (turn !== this.#turn) return;
    this.#leave();
    if (this.#settle.done) this.ready = this.#promise();
    this.setAttribute("aria-busy", "true");
    const lang = this.closest("[lang]")?.getAttribute("lang") || "en";
    try {
      const [id, kind] = ["standard", "kind"].map((name) => this.getAttribute(name));
      if (!id || !kind) throw new Error("fairnote: <fairnote-form> needs the attributes standard and kind");
      const from = this.getAttribute("standards");
      const [loaded, catalogue] = await Promise.all([from ? standard(id, from) : standard(id), messages(lang, this.getAttribute("messages"))]);
      if (turn !== this.#turn || !this.isConnected) return;
      this.#fill(loaded, kind, catalogue);
      this.removeAttribute("aria-busy");
      this.#settle.done = true;
      this.#settle.resolve(this);
    } catch (wrong) {
      if (turn !== this.#turn) return;
      this.removeAttribute("aria-busy");
      this.#fail(wrong);
    }
  }

  /** Says that the form cannot be shown, above whatever the page had put in its place. */
  #fail(wrong) {
    // No answer is in such an error: it names a standard, a kind or a status.
    console.warn(wrong.message);
    this.#settle.done = true;
    this.#settle.reject(wrong);
    const lang = this.closest("[lang]")?.lang || "en";
    messages(lang).catch(() => english).then((catalogue) => {
      const say = speaker(catalogue, "form");
      const again = make("button", { type: "button", class: "govuk-button govuk-button--secondary" }, say("try_again"));
      again.addEventListener("click", () => this.#draw());
      this.querySelector(":scope > .fairnote-failed")?.remove();
      this.prepend(make("div", { class: "fairnote-failed", role: "alert" }, make("p", { class: "govuk-body" }, say("failed")), again));
    });
  }

  #fill(loaded, kind, catalogue) {
    const form = loaded.form(kind);
    const say = speaker(catalogue, "form");
    const tools = { standard: loaded, say, lang: catalogue.lang, search: this.getAttribute("code-search") !== "off", of: {} };
    if (!catalogue.lang.startsWith("en")) tools.of = { lang: STANDARDS };
    // Hidden inputs of the page's own, such as a token against forgery, go with the form.
    this.#kept ??= [...this.querySelectorAll("input[type=hidden]")];
    const level = this.getAttribute("heading") === "none" ? 1 : Number(this.getAttribute("heading") ?? 2);
    const page = this.#shell(form, kind, loaded);
    page.append(...this.#kept, ...this.#sections(form, tools, level + 1), this.#buttons(say));
    const status = make("div", { class: "govuk-visually-hidden", role: "status" });
    const main = make("div", { class: "fairnote-form" });
    if (this.getAttribute("heading") !== "none") main.append(make(`h${level}`, { class: "govuk-heading-l", ...tools.of }, form.title));
    if (form.description) main.append(make("p", { class: "govuk-body-l fairnote-lead", ...tools.of }, form.description));
    const todo = checklist(page, form, `h${Math.min(level + 1, 6)}`, say);
    main.append(todo.element, page, status);
    this.replaceChildren(main);
    this.#page = page;
    this.#form = { form, tools };
    this.#standard = loaded;
    this.#dress();
    this.#attach(kind, catalogue, page, todo);
    listen(page, form, tools, () => this.#attachment, (words) => (status.textContent = words));
  }

  #attach(kind, catalogue, page, todo) {
    // Reasons that come with the record are read from fields, as those of a page are; the checks keep them from then on.
    const reasons = (this.#given.accepted ?? []).map((accepted) => reasonField(accepted));
    page.append(...reasons);
    const attached = this.#standard.attach(page, {
      kind,
      context: this.#context,
      mode: this.getAttribute("mode") ?? "final",
      accept: true,
      messages: catalogue,
    });
    for (const field of reasons) field.remove();
    this.#attachment = attached;
    const update = () => {
      const record = this.record;
      todo.show(this.#standard.check(record, this.#options("final")), record);
    };
    page.addEventListener("fairnote:report", () => {
      clearTimeout(this.#settle.timer);
      this.#settle.timer = setTimeout(() => this.#attachment === attached && update(), CHECKLIST);
    });
    page.addEventListener("submit", (event) => this.#submit(event));
    update();
  }

  #shell(form, kind, loaded) {
    const hidden = (name, value, more = {}) => make("input", { type: "hidden", name, value, ...more });
    const tags = this.#given.tags ? JSON.stringify(this.#given.tags) : "";
    return make(
      "form",
      { class: "fairnote-form__form", novalidate: true, autocomplete: "off", "aria-label": form.title, "data-fairnote-kind": kind },
      // Enter in an answer presses a form's first button to submit: a record is sent by its own buttons alone.
      make("button", { type: "submit", disabled: true, hidden: true }),
      hidden("standard", loaded.id),
      hidden("kind", kind),
      hidden("tags", tags, { "data-fairnote-tags": true }),
      make("div", { id: "whole-record", tabindex: "-1", "data-fairnote-findings": "" }),
    );
  }

  #sections(form, tools, level) {
    return form.section.map(({ id, title, description, show_when, field }) => {
      const section = make(
        "section",
        { class: "fairnote-section", "aria-labelledby": `section-${id}`, "data-fairnote-show-when": show_when && JSON.stringify(show_when) },
        make(`h${Math.min(level, 6)}`, { class: "govuk-heading-m", id: `section-${id}`, ...tools.of }, title),
        description && make("p", { class: "govuk-body", ...tools.of }, description),
      );
      section.append(...field.map((one) => draw(one, "", this.#given.fields[one.id], tools)));
      return section;
    });
  }

  #buttons(say) {
    const button = (value, words, look) => make("button", { type: "submit", class: `govuk-button${look}`, name: "action", value }, words);
    const isDraft = this.getAttribute("mode") === "draft";
    return make(
      "div",
      { class: "govuk-button-group fairnote-buttons" },
      !isDraft && button("submit", say("submit"), ""),
      button("save_draft", say("save_draft"), isDraft ? "" : " govuk-button--secondary"),
    );
  }

  /** Gives the form the attributes of the element that are a form's own. */
  #dress() {
    for (const name of OF_FORM) {
      const value = this.getAttribute(name) ?? (name === "method" ? "post" : null);
      if (value === null) this.#page.removeAttribute(name);
      else this.#page.setAttribute(name, value);
    }
  }

  /** A submit that the checks let through: the record is handed over, and posted if there is an address for it. */
  #submit(event) {
    const { submitter } = event;
    const mode = submitter ? (submitter.value === "save_draft" ? "draft" : "final") : (this.getAttribute("mode") ?? "final");
    const record = this.record;
    // Reasons whose warnings are not on the page just now are sent all the same.
    for (const field of this.#page.querySelectorAll("[data-fairnote-kept]")) field.remove();
    const shown = new Set([...this.#page.elements].map(({ name }) => name));
    const kept = (record.accepted ?? []).filter((accepted) => !shown.has(reasonName(accepted)));
    this.#page.append(...kept.map((accepted) => reasonField(accepted)));
    const detail = { record, mode, report: this.report(mode) };
    const goesOn = this.dispatchEvent(new CustomEvent("fairnote:submit", { bubbles: true, cancelable: true, detail }));
    if (!goesOn || !this.hasAttribute("action")) event.preventDefault();
  }

  #print() {
    if (!this.#attachment || this.querySelector(".fairnote-print")) return;
    this.append(printed(this.#form.form, this.record, this.#form.tools));
  }

  #unprint() {
    this.querySelector(".fairnote-print")?.remove();
  }
}

/** A field that carries a reason for keeping a warning, unseen. */
function reasonField(accepted) {
  const field = make("textarea", { name: reasonName(accepted), hidden: true, "data-fairnote-kept": true });
  field.defaultValue = accepted.reason;
  return field;
}

if (!customElements.get("fairnote-form")) customElements.define("fairnote-form", FairnoteForm);
