// One form whose words are kept.
import { Drafts } from "./drafts.js";
import { contents, same, served, snapshot } from "./fields.js";
import { keysOf } from "./keys.js";
import { Offers } from "./offers.js";
import { pace } from "./pace.js";
import { Place } from "./place.js";
import { clock, saying } from "./messages.js";
import { Sending } from "./sending.js";
import { session } from "./session.js";
import { sweep } from "./store.js";
import { channel, live } from "./tabs.js";

const DAY = 86_400_000;
/** No draft lives longer, whatever the host says. */
export const LONGEST = 30 * DAY;

export class Keeper {
  /** The draft as it was last written, as a text; undefined if there is none. */
  #written;
  #version = 0;
  /** Counts how often what was written was taken out: a write that was under way then does not count. */
  #round = 0;
  #ends = [];
  #stopped = false;

  constructor(form, options) {
    this.form = form;
    this.options = options;
    this.key = options.key;
    this.now = options.now ?? Date.now;
    this.ttl = Math.min(options.days * DAY, LONGEST);
    this.instance = crypto.randomUUID();
    this.say = saying(options.messages);
    this.place = new Place(form, { place: options.place });
    // As the page came, before anybody types; starting takes a moment.
    this.initial = snapshot(form);
    this.base = contents(served(form));
    this.pace = pace(() => this.#save());
    this.#listen();
    this.sending = new Sending(this);
    // What is said of the session's end depends on whether anything is kept.
    this.ready = this.#start()
      .catch((error) => this.problem(error))
      .then(() => void (this.session = this.#stopped ? undefined : session(this)));
  }

  async #start() {
    const { user, secret } = this.options;
    if (!globalThis.indexedDB || !crypto.subtle) throw new DOMException("no store", "NotSupportedError");
    await this.options.after;
    await sweep(this.now(), LONGEST);
    this.keys = await keysOf({ user, secret, expires: this.now() + LONGEST });
    const drafts = new Drafts(this.keys, await this.keys.name(this.key));
    if (this.#stopped) return;
    this.#ends.push(live(this.instance));
    this.channel = channel((message) => this.#hear(message));
    this.#ends.push(() => this.channel.close());
    this.drafts = drafts;
    this.offers = new Offers(this);
    this.#note();
    // What was typed while this started.
    this.pace.touch();
    const unsent = await this.sending.found();
    await this.offers.find(unsent);
  }

  #listen() {
    const { form } = this;
    const touch = ({ target }) => {
      if (target === form || target.form === form || form.contains(target)) this.pace.touch();
    };
    // Whoever leaves a page is asked nothing: what there is, is written. Whether it still is depends on the browser.
    const flush = () => void this.pace.flush();
    const hidden = () => document.visibilityState === "hidden" && flush();
    const on = (target, type, listener, options) => {
      target.addEventListener(type, listener, options);
      this.#ends.push(() => target.removeEventListener(type, listener, options));
    };
    for (const type of ["input", "change"]) on(document, type, touch, { capture: true });
    // The reset is done after its event.
    on(form, "reset", () => queueMicrotask(() => this.pace.touch()));
    on(document, "visibilitychange", hidden);
    on(document, "freeze", flush);
    on(window, "pagehide", flush);
    // Rows that come and go, and what a script writes into an editable element.
    const rows = new MutationObserver(() => this.pace.touch());
    rows.observe(form, { childList: true, subtree: true });
    this.#ends.push(() => rows.disconnect());
  }

  async #save() {
    if (!this.drafts || this.#stopped) return true;
    const held = snapshot(this.form);
    const now = contents(held);
    if (now === this.#written) return true;
    try {
      if (same(held, this.initial)) {
        if (this.#written !== undefined) await this.drafts.remove([this.instance]);
        this.#written = undefined;
        this.#noted();
        return true;
      }
      const round = this.#round;
      const at = this.now();
      const draft = { key: this.key, held, base: this.base, sent: this.sending.posted };
      await this.drafts.write(this.instance, ++this.#version, draft, this.times(at));
      if (round === this.#round) this.#written = now;
      this.place.hide("problem");
      this.#noted(at);
      this.tell("kept", { at: new Date(at), until: new Date(at + this.ttl) });
      return true;
    } catch (error) {
      this.problem(error);
      return false;
    }
  }

  times = (saved) => ({ saved, expires: saved + this.ttl });
  clock = (moment) => clock(moment, this.now());
  snapshot = () => snapshot(this.form);
  changed = () => !same(snapshot(this.form), this.initial);

  /** What the form holds now is no draft any more: it was sent, or is as the server has it. */
  settle(held) {
    this.initial = held;
    this.#written = undefined;
    this.#round += 1;
    this.pace.touch();
  }

  /** An event that tells that something happened, and nothing of what was typed. False if the host does the rest itself. */
  tell(type, detail = {}) {
    return this.form.dispatchEvent(new CustomEvent(`fairnote:${type}`, { bubbles: true, cancelable: true, detail: { key: this.key, ...detail } }));
  }

  /** Says that nothing is kept now, and why. */
  problem(error) {
    const reason = { QuotaExceededError: "full", NotSupportedError: "unavailable", SecurityError: "unavailable", InvalidStateError: "unavailable" }[error?.name] ?? "failed";
    if (!this.place.shows("problem")) {
      const text = this.say(`problem.${reason}`);
      const title = this.say("problem.title");
      this.place.show("problem", { title, texts: [text], tone: "warning", say: `${title}. ${text}` });
    }
    this.#noted();
    this.tell("problem", { reason });
  }

  #note() {
    if (this.options.note === false) return;
    const details = document.createElement("details");
    details.className = "fairnote-vault-note";
    const summary = document.createElement("summary");
    this.kept = document.createElement("span");
    summary.append(this.say("note.title"), " ", this.kept);
    const text = document.createElement("p");
    text.textContent = this.say("note.text", { days: Math.round(this.ttl / DAY) });
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "fairnote-vault-button fairnote-vault-quiet";
    stop.textContent = this.say("note.discard");
    stop.addEventListener("click", () => this.#stopKeeping(details));
    details.append(summary, text, stop);
    details.dataset.region = "note";
    this.place.append(details);
  }

  // The line that says what is kept must not stand beside one that says that nothing is.
  #noted(at) {
    if (!this.kept) return;
    this.kept.textContent = at ? this.say("note.kept", { time: this.clock(at) }) : "";
    this.kept.closest("details").hidden = this.place.shows("problem");
  }

  async #stopKeeping(details) {
    await this.clear();
    this.#stopped = true;
    const said = document.createElement("p");
    said.tabIndex = -1;
    said.textContent = this.say("note.stopped");
    details.replaceChildren(said);
    details.open = true;
    said.focus();
  }

  #hear({ type, name, instance, taken, owner, at }) {
    if (type === "signed-out") this.end(owner);
    if (type === "session") this.session?.heard(at);
    if (name !== this.drafts?.name || instance === this.instance) return;
    if (type === "taken") this.offers.gone(taken);
    if (type === "sent") this.offers.sent(at);
    if (type === "here" || type === "too") this.offers.other(instance);
    if (type === "here") this.spread("too");
  }

  /** The user, or everybody, has signed out: nothing is written any more. */
  end(owner) {
    if (this.#stopped || (owner !== undefined && owner !== this.keys?.owner)) return;
    this.#stopped = true;
    this.sending.dropped();
    this.place.hideAll("offer");
    this.place.show("problem", { title: this.say("problem.title"), texts: [this.say("problem.signedOut")], tone: "warning" });
    this.#noted();
  }

  /** Tells the other tabs something of this form. */
  spread(type, more = {}) {
    this.channel?.tell({ type, name: this.drafts?.name, instance: this.instance, ...more });
  }

  /** Writes what there is; done when the disk has it. */
  async flush() {
    await this.ready;
    return this.pace.flush();
  }

  /** Deletes the draft of this form, whatever tab it is from, and what was not sent. What is in the form stays there. */
  async clear() {
    await this.ready;
    await this.pace.stop();
    const all = (await this.drafts?.all()) ?? [];
    const posts = (await this.drafts?.posts()) ?? [];
    for (const { id } of [...posts, { id: undefined }]) await this.drafts?.remove([this.instance, ...all.map(({ instance }) => instance)], id);
    this.sending.dropped();
    this.offers?.clear();
    this.#noted();
    this.initial = this.snapshot();
    this.#written = undefined;
  }

  /** Leaves the page as it was. What is kept stays kept. */
  async detach() {
    await this.flush();
    this.#stopped = true;
    for (const end of this.#ends.splice(0)) end();
    this.offers?.stop();
    this.sending.stop();
    this.session?.stop();
    this.place.remove();
  }
}
