// <fairnote-note>: a text area that is there before the script, and what it gains: underlines, findings with fixes, the mix of its
// statements and their tags, and the time that is left to record it. Without the script the text area posts as it is.
//
// The text area stays the page's own, and so does everything that is added: there is no shadow tree, so labels, styles, search and
// the browser's undo are what they were. A form that is attached checks the notes in it; a note by itself is attached by itself.
import { ready } from "../engine.js";
import { attached } from "../fairnote.js";
import { base, standard } from "../standards.js";
import { Countdown, deadline } from "./note-due.js";

const AREA = "textarea, [contenteditable]:not([contenteditable='false'])";
/** What an attached form tells that is of interest to a note in it. */
const TOLD = ["fairnote:report", "fairnote:finding", "fairnote:tag", "fairnote:blocked"];
let said = false;

export class FairnoteNote extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["standard", "standards", "kind", "field", "mode", "event-at", "event-field", "accept", "context"];

  #internals = this.attachInternals();
  #area;
  #attachment;
  /** Is the attachment ours, and not that of a form round us? */
  #own = false;
  #place;
  #form;
  #made = [];
  #marked = false;
  #due;
  #fields = {};
  #context;
  #messages;
  #starting = 0;
  #waiting;
  #ready = Promise.withResolvers?.() ?? resolvers();

  // ---- What a page asks of it -----------------------------------------------------------------------------------------

  /** Done when the note is checked, or cannot be. */
  get ready() {
    return this.#ready.promise;
  }

  /** What checks it: its own attachment, or that of the form round it. */
  get attachment() {
    return this.#attachment;
  }

  /** The text area. */
  get control() {
    return this.#area;
  }

  get value() {
    return textOf(this.#area);
  }

  set value(text) {
    if (!this.#area) return;
    if ("value" in this.#area) this.#area.value = text;
    else this.#area.textContent = text;
    this.#attachment?.update();
    this.#keep();
  }

  /** Answers of the record that stand elsewhere, by the names of their fields. */
  get fields() {
    return { ...this.#fields };
  }

  set fields(fields) {
    this.#fields = { ...fields };
    this.#restart();
  }

  /** The case context; left out, that of the page. */
  get context() {
    return this.#context;
  }

  set context(context) {
    this.#context = context;
    this.#restart();
  }

  /** The words of the interface, from `fairnote/messages/`; left out, the English ones. */
  get messages() {
    return this.#messages;
  }

  set messages(messages) {
    this.#messages = messages;
    this.#restart();
  }

  get form() {
    return this.#internals.form;
  }

  get name() {
    return this.getAttribute("name") ?? this.#area?.getAttribute("name") ?? "";
  }

  get type() {
    return this.localName;
  }

  get validity() {
    return this.#internals.validity;
  }

  get validationMessage() {
    return this.#internals.validationMessage;
  }

  get willValidate() {
    return this.#internals.willValidate;
  }

  checkValidity() {
    this.#validate();
    return this.#internals.checkValidity();
  }

  reportValidity() {
    this.#validate();
    return this.#internals.reportValidity();
  }

  /** The report of the record that the note is part of. */
  report() {
    return this.#attachment?.report();
  }

  /** What is found in the note as it stands. */
  findings() {
    return this.#attachment?.findings(this.#place) ?? [];
  }

  /** Its statements, with what their author says of them. */
  statements() {
    return this.#attachment?.statements(this.#place) ?? [];
  }

  /** What the author says of statements. */
  get tags() {
    return this.statements()
      .filter(({ tagged_by }) => tagged_by === "author")
      .map(({ start, end, kind, source }) => ({ start, end, kind, source }));
  }

  /** Says what a statement is, by its number; null is as the engine suggests. */
  tag(statement, { kind = null, source = null } = {}) {
    return this.#attachment?.tag(this.#place, statement, { kind, source }) ?? false;
  }

  /** Makes the changes of a finding's fix. The browser's undo takes them back. */
  applyFix(finding, fix = 0) {
    const chosen = finding.fixes[fix];
    return chosen !== undefined && (this.#attachment?.apply(chosen) ?? false);
  }

  /** Keeps a warning as it is, with a reason. A blank one takes that back. */
  accept(finding, reason) {
    return this.#attachment?.accept(finding.rule, finding.at, reason) ?? false;
  }

  /** Selects the words of a finding or a statement. */
  show(found) {
    const span = found.span ?? found;
    return this.#attachment?.show(this.#place, span.start ?? 0, span.end ?? 0) ?? false;
  }

  /** Checks it to be finalised, shows what stands in the way, and says whether nothing does. */
  check(mode = "final") {
    return this.#attachment?.check(mode) ?? true;
  }

  focus(options) {
    this.#area?.focus(options);
  }

  // ---- What the browser tells it ---------------------------------------------------------------------------------------

  connectedCallback() {
    this.addEventListener("invalid", this.#invalid);
    // What was set before the element was defined hides its accessors.
    for (const name of ["fields", "context", "messages", "value"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#find();
  }

  disconnectedCallback() {
    // It may only be moved.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#area) return;
    if (name === "mode") this.#validate();
    else if (name === "event-at" && this.#own) this.#attachment.set(this.#eventField, now);
    else this.#restart();
  }

  formAssociatedCallback(form) {
    this.#form?.removeEventListener("submit", this.#submit, true);
    this.#form?.removeEventListener("click", this.#press, true);
    this.#form = form;
    form?.addEventListener("submit", this.#submit, true);
    form?.addEventListener("click", this.#press, true);
  }

  formDisabledCallback(disabled) {
    if (this.#area && "disabled" in this.#area && this.hasAttribute("disabled") === disabled) this.#area.disabled = disabled;
    this.#attachment?.update();
  }

  formResetCallback() {
    // The browser puts the text back after this.
    setTimeout(() => {
      this.#attachment?.refresh();
      this.#keep();
    });
  }

  formStateRestoreCallback(state) {
    if (typeof state === "string" && this.#area && this.value === "") this.value = state;
  }

  // ---- Its work --------------------------------------------------------------------------------------------------------

  get #eventField() {
    return this.getAttribute("event-field") ?? "event_at";
  }

  /** Its own attribute, or that of the form round it. */
  #said(name) {
    return this.getAttribute(name) ?? this.closest(`[data-fairnote-${name}]`)?.getAttribute(`data-fairnote-${name}`) ?? undefined;
  }

  /** Waits for the text area: while the page is parsed an element comes before what is in it. */
  #find() {
    if (this.#area?.isConnected && this.contains(this.#area)) return this.#start();
    const area = this.querySelector(AREA);
    if (area) {
      this.#waiting?.disconnect();
      this.#waiting = undefined;
      this.#take(area);
    } else if (!this.#waiting) {
      this.#waiting = new MutationObserver(() => this.#find());
      this.#waiting.observe(this, { childList: true, subtree: true });
    }
  }

  #take(area) {
    this.#area = area;
    if (!area.hasAttribute("data-fairnote-field")) {
      area.setAttribute("data-fairnote-field", this.getAttribute("field") ?? "narrative");
      this.#marked = true;
    }
    if (this.hasAttribute("disabled") && "disabled" in area) area.disabled = true;
    area.addEventListener("input", this.#keep);
    this.#keep();
    document.addEventListener("fairnote:ready", this.#heard);
    document.addEventListener("fairnote:detached", this.#heard);
    this.#start();
  }

  async #start() {
    const turn = ++this.#starting;
    const id = this.#said("standard");
    let reason = "standard";
    try {
      await ready;
      if (turn !== this.#starting) return;
      if (this.#follow()) return;
      if (!id) throw new Error("fairnote-note needs a standard: the attribute standard, or data-fairnote-standard round it");
      const loaded = await standard(id, this.#said("standards") ?? base);
      if (turn !== this.#starting || !this.isConnected || this.#follow()) return;
      reason = "form";
      this.#alone(loaded);
    } catch (error) {
      if (turn !== this.#starting) return;
      this.#clear();
      if (!said) console.warn("fairnote: a note is not checked while it is written; it still works. Listen to fairnote:failed for the reason");
      said = true;
      const detail = { reason, message: error instanceof Error ? error.message : "" };
      this.dispatchEvent(new CustomEvent("fairnote:failed", { bubbles: true, detail }));
    }
    this.#ready.resolve();
  }

  #restart() {
    if (!this.#area) return;
    this.#release();
    if (this.#marked) this.#area.setAttribute("data-fairnote-field", this.getAttribute("field") ?? "narrative");
    this.#start();
  }

  /** Is there a form that checks the text area? Then the note shows what that one finds. */
  #follow() {
    const found = attached(this.#area);
    if (!found || found.root === this) return false;
    const place = found.place(this.#area);
    if (this.#attachment && !this.#own && this.#place === place && this.#attachment.root === found.root) return true;
    this.#release();
    this.#attachment = found;
    this.#place = place;
    this.#rooms(place);
    for (const kind of TOLD) found.root.addEventListener(kind, this.#retell);
    // The rooms came after the form had looked for such.
    found.refresh();
    this.#settled();
    return true;
  }

  /** Attaches by itself. */
  #alone(loaded) {
    const field = this.#area.getAttribute("data-fairnote-field");
    const at = field.startsWith("/") ? field : `/fields/${field.replaceAll(/[[\]]+/g, ".").replaceAll(".", "/").replace(/\/$/, "")}`;
    this.#rooms(at);
    const event = this.getAttribute("event-at");
    this.#attachment = loaded.attach(this, {
      kind: this.#said("kind"),
      context: this.#context,
      messages: this.#messages,
      fields: { ...this.#fields, ...(event ? { [this.#eventField]: event } : {}) },
      accept: this.getAttribute("accept") !== "off",
    });
    this.#own = true;
    this.#place = this.#attachment.place(this.#area);
    this.addEventListener("fairnote:report", this.#reported);
    this.#settled();
  }

  #settled() {
    this.#due = new Countdown(document, () => this.#attachment?.update(), this.#messages);
    (this.#area.closest("label") ?? this.#area).after(this.#due.element);
    this.#countdown();
    this.#validate();
    this.setAttribute("data-fairnote-checked", "");
    this.#ready.resolve();
  }

  /** Makes the rooms for what is found, after the text area or the label round it. */
  #rooms(place) {
    const after = this.#area.closest("label") ?? this.#area;
    const room = (part) => {
      const made = document.createElement("div");
      made.className = `fairnote-note__${part}`;
      made.setAttribute(`data-fairnote-${part}`, place);
      return made;
    };
    const has = (part) => [...this.querySelectorAll(`[data-fairnote-${part}]`)].some((one) => one.getAttribute(`data-fairnote-${part}`) === place);
    const wants = this.#area.getAttribute("data-fairnote-statements") !== "off";
    this.#made = ["findings", "statements"].filter((part) => !has(part) && (part !== "statements" || wants)).map(room);
    // The tags of a note that is posted by name go with it.
    const { name } = this;
    if (name && !this.querySelector("[data-fairnote-tags]") && !this.#within()) {
      const tags = document.createElement("input");
      tags.type = "hidden";
      tags.name = `${name}.tags`;
      tags.setAttribute("data-fairnote-tags", "");
      this.#made.push(tags);
    }
    after.after(...this.#made);
  }

  /** Is it in a form that is attached? */
  #within() {
    return this.closest("form[data-fairnote-attached]") !== null;
  }

  /** A form was attached, or let go. */
  #heard = ({ type, target }) => {
    if (target === this ? type === "fairnote:ready" : !target.contains(this)) return;
    // Once whatever attaches is done.
    queueMicrotask(() => {
      if (!this.#area || !this.isConnected) return;
      if (type === "fairnote:detached" && this.#attachment && this.#attachment.root === target) {
        this.#forget();
        this.#start();
      } else if (!this.#own) this.#follow();
    });
  };

  #retell = (event) => {
    if (event.target !== this.#attachment?.root) return;
    const { type, detail } = event;
    const own = ({ at }) => at === this.#place;
    let told = detail;
    if (type === "fairnote:finding" && !own(detail.finding)) return;
    if (type === "fairnote:tag" && !own(detail)) return;
    if (type === "fairnote:report") told = { ...detail, findings: detail.findings.filter(own) };
    if (type === "fairnote:blocked") {
      told = { findings: detail.findings.filter(own) };
      if (told.findings.length === 0) return;
    }
    // The form's own rises already.
    this.dispatchEvent(new CustomEvent(type, { detail: told }));
    if (type === "fairnote:report") this.#countdown();
  };

  #reported = (event) => {
    if (event.target !== this) return;
    this.#countdown(event.detail.findings);
    this.#validate();
  };

  /** Shows the deadline of the event, if the record says when that was. */
  #countdown(findings) {
    if (!this.#own && !this.hasAttribute("event-at")) return this.#due?.show(undefined);
    const found = findings ?? this.#attachment.findings();
    this.#due?.show(deadline(found.filter(({ at }) => at !== this.#place)));
  }

  /** Says to its form whether it stands in the way: only if it is to be final, and no form round it says so itself. */
  #validate() {
    const counts = this.#own && this.getAttribute("mode") === "final" && !this.#internals.form?.noValidate;
    const [message] = counts ? this.#attachment.errors(this.#place) : [];
    if (message === undefined) this.#internals.setValidity({});
    else this.#internals.setValidity({ customError: true }, message, this.#area);
  }

  #keep = () => {
    if (!this.#area) return;
    const value = this.value;
    // A text area with a name posts itself.
    this.#internals.setFormValue(this.#area.getAttribute("name") ? null : value, value);
  };

  #invalid = (event) => {
    if (event.target !== this || !this.#own) return;
    event.preventDefault();
    this.check("final");
  };

  /** A draft's button is never held up; another sends what stands there now, which may have been typed a moment ago. */
  #press = (event) => {
    const button = event.target instanceof Element ? event.target.closest("button, input") : null;
    if (button?.dataset.fairnoteMode === "draft") this.#internals.setValidity({});
    else if (button?.type === "submit" || button?.type === "image") this.#validate();
  };

  #submit = (event) => {
    if (event.defaultPrevented) return;
    const asked = event.submitter?.dataset.fairnoteMode;
    const draft = asked === "draft" || (asked === undefined && event.submitter?.hasAttribute("formnovalidate"));
    if (draft) return;
    const stands = (note) =>
      note instanceof FairnoteNote && note.#own && (asked === "final" || note.getAttribute("mode") === "final");
    const notes = [...event.currentTarget.elements].filter(stands);
    // From the last to the first, which then has the focus.
    if (notes.reverse().map((note) => note.check("final")).every(Boolean)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  /** Lets go of what checks it, and takes out what was made for that. */
  #release() {
    const attachment = this.#attachment;
    const own = this.#own;
    this.#forget();
    if (own) attachment.detach();
    else if (attachment) attachment.refresh();
  }

  #forget() {
    for (const kind of TOLD) this.#attachment?.root.removeEventListener(kind, this.#retell);
    this.removeEventListener("fairnote:report", this.#reported);
    this.#attachment = undefined;
    this.#own = false;
    this.#clear();
  }

  #clear() {
    this.#due?.stop();
    this.#due = undefined;
    for (const made of this.#made) made.remove();
    this.#made = [];
    this.removeAttribute("data-fairnote-checked");
    this.#internals.setValidity({});
  }

  /** Leaves the page as it was. */
  #stop() {
    this.#starting += 1;
    this.#waiting?.disconnect();
    this.#waiting = undefined;
    document.removeEventListener("fairnote:ready", this.#heard);
    document.removeEventListener("fairnote:detached", this.#heard);
    if (!this.#area) return;
    this.#release();
    this.#area.removeEventListener("input", this.#keep);
    if (this.#marked) this.#area.removeAttribute("data-fairnote-field");
    this.#marked = false;
    this.#area = undefined;
  }
}

function textOf(area) {
  if (!area) return "";
  return "value" in area ? area.value : area.innerText;
}

/** `Promise.withResolvers`, for browsers of 2023. */
function resolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

if (!customElements.get("fairnote-note")) customElements.define("fairnote-note", FairnoteNote);
