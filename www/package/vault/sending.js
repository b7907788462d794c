// Sending: kept before it leaves, sent again with the same key until it is answered, and taken out when it has surely arrived.
import { same, snapshot } from "./fields.js";
import { encode, fieldsOf } from "./post.js";
import { alone } from "./tabs.js";
import { verdict, wait } from "./verdict.js";

export class Sending {
  /** A post without an answer. */
  #post;
  #busy = false;
  #timer;
  #listening = new AbortController();
  #keeper;
  #native = false;

  constructor(keeper) {
    this.#keeper = keeper;
    const { form, options } = keeper;
    const { signal } = this.#listening;
    // For posts that the browser sends itself.
    this.input = form.querySelector("input[data-fairnote-idempotency]") ?? hidden(options.keyField);
    if (!this.input.isConnected) form.append(this.input);
    this.#renew();
    // After the page's own listeners: one that stopped the post has the last word.
    document.addEventListener("submit", (event) => this.#submit(event), { signal });
    window.addEventListener("online", () => this.#post && !this.#post.found && this.#attempt(), { signal });
    // A draft that the page confirmed is gone; one that comes back from the browser's memory was not sent anew.
    window.addEventListener("pageshow", ({ persisted }) => persisted && keeper.pace.touch(), { signal });
  }

  #renew() {
    this.input.value = crypto.randomUUID();
  }

  #submit(event) {
    const { form, options } = this.#keeper;
    if (event.target !== form || event.defaultPrevented) return;
    const { submitter } = event;
    const method = submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get";
    const url = new URL(submitter?.hasAttribute("formaction") ? submitter.formAction : actionOf(form));
    const ours = options.send && method.toLowerCase() === "post" && url.origin === location.origin;
    const theirs = submitter?.closest('[data-fairnote-send="off"]') || (submitter?.target || form.target || "_self") !== "_self";
    if (this.#native || !ours || theirs) {
      // Nobody here will see the answer: the draft says that it was sent, and the next page may confirm it.
      this.posted = this.#keeper.now();
      // The page may be gone before the disk has it.
      mark(this.#keeper.instance, this.posted);
      void this.#keeper.pace.flush();
      return;
    }
    event.preventDefault();
    void this.send(submitter);
  }

  /** Sends the form by fetch, once. */
  async send(submitter) {
    const keeper = this.#keeper;
    this.submitter = submitter;
    if (this.#busy) return keeper.place.say(keeper.say("sending.text"));
    this.#busy = true;
    keeper.place.hide("restored");
    try {
      await keeper.ready;
      const post = this.#made(submitter);
      if (this.#post) {
        // The same again has the same key. Something else has to wait for the answer to the first, or both could be stored.
        const unchanged = print(this.#post) === print(post);
        const answer = await this.#attempt({ earlier: !unchanged });
        if (unchanged || answer !== "refused") return;
        post.id = this.input.value;
        post.fields = this.#made(submitter).fields;
      }
      this.#post = post;
      await this.#keep();
      await this.#attempt();
    } finally {
      this.#busy = false;
    }
  }

  #made(submitter) {
    const { form, key, instance, now } = this.#keeper;
    const url = submitter?.hasAttribute("formaction") ? submitter.formAction : actionOf(form);
    const enctype = submitter?.getAttribute("formenctype") ?? form.enctype;
    const { fields, missing } = fieldsOf(form, submitter);
    return { id: this.input.value, key, url, enctype, fields, missing, held: snapshot(form), instance, saved: now(), tries: 0 };
  }

  async #keep() {
    const { drafts, times, problem } = this.#keeper;
    const { id, ...post } = this.#post;
    this.#post.kept = await drafts?.post(id, post, times(post.saved)).then(
      () => true,
      (error) => problem.call(this.#keeper, error),
    );
  }

  // One attempt; what comes of it is shown, and its name returned.
  async #attempt({ earlier = false } = {}) {
    const post = this.#post;
    if (!post || post.under) return undefined;
    post.under = true;
    clearTimeout(this.#timer);
    const keeper = this.#keeper;
    // Another tab may have sent what an earlier visit left.
    if (post.instance !== keeper.instance && !(await keeper.drafts.posts()).some(({ id }) => id === post.id)) return this.dropped();
    const quiet = keeper.place.shows("waiting");
    if (!quiet) keeper.place.show("sending", { title: keeper.say("sending.title"), texts: [keeper.say("sending.text")], say: keeper.say("sending.title") });
    const result = await alone(post.id, () => this.#ask(post)).catch(() => ({ answer: "again" }));
    post.under = false;
    keeper.place.hide("sending");
    if (post !== this.#post) return undefined;
    const { answer = "again", response } = result ?? {};
    if (answer === "confirmed") await this.#arrived(post, response, earlier);
    else if (answer === "refused") await this.#refused(post, response);
    else this.#wait(post, response, answer, earlier);
    return answer;
  }

  async #ask(post) {
    const { form, key, options } = this.#keeper;
    post.tries += 1;
    const response = await fetch(post.url, {
      method: "POST",
      body: encode(post, form),
      headers: { "idempotency-key": post.id, accept: "text/html, application/json;q=0.9, */*;q=0.8" },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(options.timeout),
    });
    return { response, answer: await verdict(response, { key, confirmed: options.confirmed }) };
  }

  async #arrived(post, response, earlier) {
    const keeper = this.#keeper;
    // Whatever is being written is written before both go, or it would come back.
    await keeper.pace.flush();
    // Of an earlier visit: this page's form holds something else, or nothing.
    const foreign = post.instance !== keeper.instance;
    const draft = foreign && (await keeper.drafts.all()).find(({ instance }) => instance === post.instance);
    const later = draft?.held && !same(draft.held, post.held);
    const unchanged = foreign ? !later && !keeper.changed() : same(snapshot(keeper.form), post.held);
    const instances = foreign ? (later ? [] : [post.instance]) : unchanged ? [post.instance] : [];
    await keeper.drafts?.remove(instances, post.id).catch((error) => keeper.problem(error));
    this.#post = undefined;
    this.#renew();
    if (!foreign) keeper.settle(post.held);
    if (later) keeper.offers.offer(draft);
    const at = keeper.now();
    keeper.spread("sent", { at });
    keeper.session?.extend();
    for (const region of ["waiting", "refused", "restored"]) keeper.place.hide(region);
    const theirs = !keeper.tell("sent", { at: new Date(at), response, unchanged });
    if (theirs) return;
    const next = response.redirected ? response.url : undefined;
    if (next && unchanged) return location.assign(next);
    const time = keeper.clock(at);
    const text = keeper.say(unchanged && !earlier ? "sent.text" : "sent.earlier", { time });
    const actions = next ? [{ text: keeper.say("sent.open"), href: next }] : [];
    keeper.place.show("sent", { title: keeper.say("sent.title"), texts: [text], tone: "good", actions, say: text });
  }

  async #refused(post, response) {
    const keeper = this.#keeper;
    // The answer is final for this key. The draft stays.
    await keeper.drafts?.remove([], post.id).catch((error) => keeper.problem(error));
    this.#post = undefined;
    this.#renew();
    keeper.place.hide("waiting");
    // What was found on the device is not in the form.
    if (post.found && !same(post.held, keeper.snapshot())) keeper.offers?.offer(await this.#left(post));
    if (!keeper.tell("refused", { status: response.status, response })) return;
    const which = { 409: "refused.conflict", 412: "refused.conflict", 422: "refused.content" }[response.status] ?? "refused.text";
    const text = keeper.say(which, { status: response.status });
    const actions = [{ text: keeper.say("refused.show"), quiet: true, press: () => this.#showAnswer() }];
    keeper.place.show("refused", { title: keeper.say("refused.title"), texts: [text], tone: "warning", actions, say: text });
  }

  // The browser sends it itself, and shows what comes back.
  #showAnswer() {
    this.#native = true;
    this.#keeper.form.requestSubmit(this.submitter?.form ? this.submitter : null);
    this.#native = false;
  }

  #wait(post, response, answer, earlier) {
    const keeper = this.#keeper;
    const offline = navigator.onLine === false;
    const which = answer === "signed-out" ? "signedOut" : post.kept === false ? "unkept" : offline ? "offline" : "failed";
    this.#show(which, earlier);
    keeper.tell("offline", { reason: which, tries: post.tries });
    if (answer === "signed-out" || !keeper.options.retry) return;
    this.#timer = setTimeout(() => this.#attempt(), wait(post.tries, response));
  }

  #show(which, earlier) {
    const { say, clock, place } = this.#keeper;
    const post = this.#post;
    const time = clock(post.saved);
    const text = say(`waiting.${which}`, { time });
    const again = place.shows("waiting");
    place.show("waiting", {
      title: say("waiting.title"),
      texts: [text, earlier && say("waiting.earlier", { time }), post.found && post.missing?.length && say("waiting.missing")],
      tone: "warning",
      actions: [
        { text: say("waiting.again"), press: () => this.#now() },
        { text: say("waiting.back"), quiet: true, press: () => this.#sure(which) },
      ],
      say: again ? undefined : text,
    });
  }

  async #now() {
    this.#post.found = false;
    this.#keeper.place.say(this.#keeper.say("sending.title"));
    await this.#attempt();
  }

  #sure(which) {
    const { say, place } = this.#keeper;
    clearTimeout(this.#timer);
    place.show("waiting", {
      title: say("waiting.title"),
      texts: [say("waiting.backSure")],
      tone: "warning",
      focus: true,
      actions: [
        { text: say("waiting.backYes"), press: () => this.#back() },
        { text: say("waiting.backNo"), quiet: true, press: () => (this.#show(which), this.#attempt()) },
      ],
    });
  }

  // What was sent is a draft again, and goes on with a key of its own.
  async #back() {
    const keeper = this.#keeper;
    const post = this.#post;
    this.#post = undefined;
    const draft = await this.#left(post);
    await keeper.drafts?.remove([], post.id);
    this.#renew();
    keeper.place.hide("waiting");
    if (!same(draft.held, keeper.snapshot())) await keeper.offers.restore(draft);
  }

  // The draft beside a post may be newer than what was sent; if it was not kept, what was sent stands for it.
  async #left(post) {
    const { drafts, base, key, instance, times } = this.#keeper;
    const draft = (await drafts.all()).find((draft) => draft.instance === post.instance);
    if (draft?.held) return draft;
    const again = { key, held: post.held, base, sent: post.saved };
    if (post.instance !== instance) await drafts.write(post.instance, 0, again, times(post.saved));
    return { ...again, instance: post.instance, ...times(post.saved) };
  }

  /** Shows what an earlier visit left unsent, the oldest first; returns all of it. */
  async found() {
    const posts = await this.#keeper.drafts.posts();
    const [first] = posts;
    if (!first || this.#post) return posts;
    this.#post = { ...first, found: true, kept: true };
    this.#show("found");
    return posts;
  }

  /** Forgets what was not sent. */
  dropped() {
    clearTimeout(this.#timer);
    this.#post = undefined;
    this.#keeper.place.hide("waiting");
  }

  stop() {
    this.#listening.abort();
    clearTimeout(this.#timer);
    if (this.input.dataset.fairnoteIdempotency === "made") this.input.remove();
  }
}

/** When the browser itself sent the draft of an instance from this tab; undefined if it did not. */
export const marked = (instance) => attempt(() => sessionStorage.getItem(`fairnote-vault ${instance}`)) ?? undefined;

const mark = (instance, at) => attempt(() => sessionStorage.setItem(`fairnote-vault ${instance}`, at));

// Some browsers refuse to be asked.
function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

// A control named "action" stands before the form's own property.
const actionOf = (form) => new URL(form.getAttribute("action") || location.href, document.baseURI).href;

const print = ({ url, fields }) => JSON.stringify([url, fields]);

function hidden(name) {
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name });
  input.dataset.fairnoteIdempotency = "made";
  return input;
}
