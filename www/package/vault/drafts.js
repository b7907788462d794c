// Drafts and unsent posts of one form, sealed. Each has two places that are written in turn, so that the one before is whole
// whatever happens to the one that is being written.
import { change, find } from "./store.js";
import { living } from "./tabs.js";

export class Drafts {
  /** `name` stands for the user and the key of the form, and tells neither. */
  constructor(keys, name) {
    this.keys = keys;
    this.name = name;
  }

  /** Keeps a draft of an instance. `version` counts its writes: the clock may be set back. */
  async write(instance, version, draft, times) {
    const id = `${this.name} ${instance} ${version % 2}`;
    const entry = { id, name: this.name, instance, version, owner: this.keys.owner, ...times };
    const sealed = await this.keys.seal(JSON.stringify(draft), place(entry));
    await change((of) => of("drafts").put({ ...entry, ...sealed }));
  }

  /** The newest draft of each instance that can be read; those that cannot have no `held`. */
  async all() {
    const newest = new Map();
    const entries = await find("drafts", "name", this.name);
    for (const entry of entries.sort((one, other) => other.version - one.version)) {
      if (newest.get(entry.instance)?.held) continue;
      const draft = await this.#opened(entry);
      newest.set(entry.instance, { ...draft, instance: entry.instance, saved: entry.saved, expires: entry.expires });
    }
    return [...newest.values()].sort((one, other) => other.saved - one.saved);
  }

  /** Those of tabs that are gone, and the instances that live. */
  async left(own) {
    const alive = await living();
    const all = await this.all();
    const others = all.filter(({ instance }) => instance !== own);
    return { left: others.filter(({ instance }) => !alive.has(instance)), alive: others.filter(({ instance }) => alive.has(instance)) };
  }

  /** Takes out drafts, and a post with them, in one go. */
  remove(instances, post) {
    return change((of) => {
      for (const instance of instances) for (const slot of [0, 1]) of("drafts").delete(`${this.name} ${instance} ${slot}`);
      if (post) of("outbox").delete(post);
    });
  }

  /** Keeps a post, before it is sent. Its id is its idempotency key. */
  async post(id, post, times) {
    const entry = { id, name: this.name, instance: post.instance, version: 0, owner: this.keys.owner, ...times };
    const sealed = await this.keys.seal(JSON.stringify(post), place(entry));
    await change((of) => of("outbox").put({ ...entry, ...sealed }));
  }

  /** Posts that were never confirmed, the oldest first. */
  async posts() {
    const entries = await find("outbox", "name", this.name);
    const posts = await Promise.all(entries.map(async (entry) => ({ ...(await this.#opened(entry)), id: entry.id, saved: entry.saved, expires: entry.expires })));
    return posts.filter(({ fields }) => fields).sort((one, other) => one.saved - other.saved);
  }

  async #opened(entry) {
    try {
      return JSON.parse(await this.keys.open(entry, place(entry)));
    } catch {
      return {};
    }
  }
}

const place = ({ id, name, instance, version, owner }) => JSON.stringify([id, name, instance, version, owner]);

/** Everything of a user that the keys open: which form, when, until when, and whether it is an unsent post. */
export async function everything(keys) {
  const listed = [];
  for (const store of ["drafts", "outbox"]) {
    for (const entry of await find(store, "owner", keys.owner)) {
      const opened = await keys.open(entry, place(entry)).then(JSON.parse, () => undefined);
      if (opened) listed.push({ key: opened.key, at: new Date(entry.saved), until: new Date(entry.expires), unsent: store === "outbox", instance: entry.instance, version: entry.version });
    }
  }
  return listed;
}
