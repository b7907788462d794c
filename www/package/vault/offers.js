// Drafts that were found: offered, looked at, restored, discarded. Nothing in the form changes unless somebody asks for it.
import { contents, differences, inWords, restore, same } from "./fields.js";
import { answers, made } from "./place.js";
import { marked } from "./sending.js";
import { whenGone } from "./tabs.js";

export class Offers {
  #waiting = new AbortController();
  #others = new Set();
  #sent = false;
  #keeper;

  constructor(keeper) {
    this.#keeper = keeper;
  }

  /** Looks for drafts that were left; those of `unsent` posts are offered with the post. */
  async find(unsent = []) {
    const { drafts, instance } = this.#keeper;
    const { left, alive } = await drafts.left(instance);
    const posted = new Set(unsent.map((post) => post.instance));
    for (const draft of left) if (!posted.has(draft.instance)) await this.#found(draft);
    // Of this page before it was loaded again, perhaps, or of a tab that will be closed.
    for (const { instance: other } of alive) this.#await(other);
    this.#keeper.spread("here");
  }

  async #await(instance) {
    await whenGone(instance, this.#waiting.signal).then(
      async () => {
        const { left } = await this.#keeper.drafts.left(this.#keeper.instance);
        const draft = left.find((draft) => draft.instance === instance);
        if (draft) await this.#found(draft);
      },
      () => {},
    );
  }

  async #found(draft) {
    const keeper = this.#keeper;
    if (!draft.held) {
      await keeper.drafts.remove([draft.instance]);
      keeper.place.show("broken", { title: keeper.say("broken.title"), texts: [keeper.say("broken.text")], tone: "warning", say: keeper.say("broken.title") });
      return;
    }
    if (same(draft.held, keeper.snapshot())) return this.#adopt(draft);
    this.offer(draft);
  }

  // The form holds the same: the server has it, or the browser has brought it back by itself. It stays on the disk until this
  // tab's own copy is there.
  async #adopt(draft) {
    const keeper = this.#keeper;
    if (contents(draft.held) !== keeper.base) {
      if (!keeper.changed()) keeper.initial = [];
      keeper.pace.touch();
      if (!(await keeper.pace.flush())) return;
    }
    await keeper.drafts.remove([draft.instance]);
  }

  offer(draft, { say = true, focus = false } = {}) {
    const { say: words, clock, place, base, options } = this.#keeper;
    const time = clock(draft.saved);
    const title = words("offer.title");
    const newer = draft.base !== base || (options.saved && options.saved > draft.saved);
    place.show(`offer ${draft.instance}`, {
      title,
      focus,
      texts: [words("offer.text", { time }), newer && words("offer.newer"), (draft.sent || marked(draft.instance)) && words("offer.sent")],
      actions: [
        { text: words("offer.restore", { time }), press: () => this.restore(draft) },
        { text: words("offer.look"), quiet: true, press: ({ target }) => this.#look(draft, target) },
        { text: words("offer.discard"), quiet: true, press: () => this.#sure(draft) },
      ],
      say: say && words("offer.said", { time, title }),
    });
  }

  #look(draft, button) {
    const { say, form } = this.#keeper;
    const section = button.closest("[data-region]");
    const shown = section.querySelector("[data-look]");
    button.textContent = say(shown ? "offer.look" : "offer.close");
    button.setAttribute("aria-expanded", String(!shown));
    if (shown) return shown.remove();
    const list = differences(form, draft.held);
    const look = list.length ? answers(list, say("offer.look")) : made("p", {}, say("offer.same"));
    look.dataset.look = "";
    section.append(look);
  }

  #sure(draft) {
    const { say, clock, place } = this.#keeper;
    place.show(`offer ${draft.instance}`, {
      title: say("offer.sure"),
      texts: [say("offer.sureText", { time: clock(draft.saved) })],
      tone: "warning",
      focus: true,
      actions: [
        { text: say("offer.discardSure"), press: () => this.discard(draft) },
        { text: say("offer.keep"), quiet: true, press: () => this.offer(draft, { say: false, focus: true }) },
      ],
    });
  }

  async discard(draft) {
    const keeper = this.#keeper;
    await keeper.drafts.remove([draft.instance]);
    keeper.spread("taken", { taken: draft.instance });
    keeper.place.hide(`offer ${draft.instance}`);
  }

  /** Puts a draft into the form. What the form held is kept, and comes back with "Undo". */
  async restore(draft) {
    const keeper = this.#keeper;
    const before = { held: keeper.snapshot(), changed: keeper.changed() };
    keeper.tell("restoring");
    const missing = await this.#put(draft.held);
    keeper.tell("restored", { at: new Date(draft.saved), missing: missing.length });
    keeper.pace.touch();
    const kept = await keeper.pace.flush();
    if (kept && missing.length === 0) {
      await keeper.drafts.remove([draft.instance]);
      keeper.spread("taken", { taken: draft.instance });
    }
    keeper.place.hide(`offer ${draft.instance}`);
    this.#restored(draft, before, missing);
  }

  // Twice: what a first answer shows or a new row brings has controls of its own.
  async #put(held) {
    const { form, options } = this.#keeper;
    let missing = restore(form, held);
    if (missing.some(([name]) => name === "tags")) form.append(made("input", { type: "hidden", name: "tags", "data-fairnote-tags": "" }));
    for (const name of new Set(missing.map(([name]) => name))) {
      if (![...form.elements].some((control) => control.name === name)) await options.addRow?.(name);
    }
    await new Promise((drawn) => setTimeout(drawn));
    if (missing.length) missing = restore(form, held);
    return missing;
  }

  #restored(draft, before, missing) {
    const { say, clock, place } = this.#keeper;
    const texts = [say("restored.text", { time: clock(draft.saved) }), missing.length && say("restored.missing")];
    const close = async () => {
      if (missing.length) await this.discard(draft);
      place.hide("restored");
    };
    place.show("restored", {
      title: say("restored.title"),
      texts,
      focus: true,
      tone: missing.length ? "warning" : "good",
      body: missing.length ? [answers(missing.map(inWords), say("restored.missing"))] : [],
      actions: [
        { text: say("restored.undo"), quiet: true, press: () => this.#undo(draft, before) },
        { text: say("restored.close"), quiet: true, press: close },
      ],
    });
  }

  async #undo(draft, before) {
    const keeper = this.#keeper;
    // First the draft is on the disk again as one that was left, then the form changes.
    await keeper.drafts.write(draft.instance, 0, { key: keeper.key, held: draft.held, base: draft.base, sent: draft.sent }, { saved: draft.saved, expires: draft.expires });
    keeper.tell("restoring");
    await this.#put(before.held);
    keeper.tell("restored", { at: new Date(), missing: 0 });
    keeper.pace.touch();
    await keeper.pace.flush();
    keeper.place.hide("restored");
    this.offer(draft, { say: false, focus: true });
  }

  /** Another tab took it. */
  gone(instance) {
    this.#keeper.place.hide(`offer ${instance}`);
  }

  /** Another tab has the same form open. */
  other(instance) {
    const { say, place } = this.#keeper;
    if (this.#others.has(instance)) return;
    this.#others.add(instance);
    if (!place.shows("tabs")) place.show("tabs", { title: say("tabs.title"), texts: [say("tabs.text")], say: say("tabs.title") });
    const gone = () => {
      this.#others.delete(instance);
      if (this.#others.size === 0 && !this.#sent) place.hide("tabs");
    };
    whenGone(instance, this.#waiting.signal).then(gone, () => {});
  }

  /** Another tab has sent the same form. */
  sent(at) {
    const { say, clock, place } = this.#keeper;
    this.#sent = true;
    const text = say("tabs.sent", { time: clock(at) });
    place.show("tabs", { title: say("tabs.title"), texts: [text], say: text, tone: "warning" });
  }

  clear() {
    this.#keeper.place.hideAll("offer");
  }

  stop() {
    this.#waiting.abort();
  }
}
