// The draft vault: what is typed into a form is kept on the device, encrypted, until it has surely arrived. Off until it is called.
// It needs neither the engine nor a standard. docs/vault.md says what is kept, where, how long, and what it does not protect against.
import { everything, Drafts } from "./vault/drafts.js";
import { Keeper, LONGEST } from "./vault/keeper.js";
import { keysOf, ownerOf, usable } from "./vault/keys.js";
import { MESSAGES } from "./vault/messages.js";
import { wipe } from "./vault/store.js";
import { channel } from "./vault/tabs.js";

const keepers = new Map();

/**
 * Keeps what is typed into a form.
 * @param {HTMLFormElement} form
 * @param {import("./vault.js").VaultOptions} [options]
 */
export function vault(form, options = {}) {
  if (!(form instanceof HTMLFormElement)) throw new TypeError("fairnote: vault() keeps what is in a form: give it a form element");
  if (keepers.has(form)) return keepers.get(form).handle;
  const settings = read(form, options);
  const keeper = new Keeper(form, settings);
  const handle = {
    form,
    ready: keeper.ready,
    flush: () => keeper.flush(),
    clear: () => keeper.clear(),
    send: (submitter) => keeper.sending.send(submitter),
    detach: () => (keepers.delete(form), keeper.detach()),
  };
  keepers.set(form, { handle, keeper });
  return handle;
}

/**
 * Keeps every form of the page that has `data-fairnote-draft`, and deletes the drafts that `data-fairnote-confirmed` says have
 * arrived.
 */
export async function start(options = {}) {
  const arrived = [...document.querySelectorAll("[data-fairnote-confirmed]")].map(({ dataset }) =>
    forget({ secret: options.secret, user: options.user ?? dataset.fairnoteUser, key: dataset.fairnoteConfirmed }),
  );
  // The forms are taken at once, before anybody types; what has arrived is no longer offered.
  const after = Promise.all(arrived);
  const handles = [...document.querySelectorAll("form[data-fairnote-draft]")].map((form) => vault(form, { ...options, after }));
  await after;
  await Promise.all(handles.map(({ ready }) => ready));
  return handles;
}

/** What is kept of a user on this device: which forms, since when, until when, and whether it is a post that has no answer yet. */
export async function list(who) {
  const newest = new Map();
  for (const { key, at, until, unsent, instance, version } of await everything(await keys(who))) {
    const id = `${instance} ${unsent}`;
    const known = newest.get(id);
    if (!known || version > known.version) newest.set(id, { version, listed: { key, at, until, unsent } });
  }
  return [...newest.values()].map(({ listed }) => listed).sort((one, other) => other.at - one.at);
}

/** Deletes what is kept of one form of a user. */
export async function forget({ key, ...who }) {
  const of = await keys(who);
  const drafts = new Drafts(of, await of.name(text(key, "key")));
  const instances = (await drafts.all()).map(({ instance }) => instance);
  for (const { id } of [...(await drafts.posts()), { id: undefined }]) await drafts.remove(instances, id);
}

/** Deletes everything that is kept of a user on this device. */
export const clear = async ({ user }) => wipe(await ownerOf(text(user, "user")), { keepKey: true });

/**
 * Deletes everything of a user, with the key, and stops keeping in every tab. Without a user: of everybody who used this browser.
 */
export async function signOut({ user } = {}) {
  const owner = user === undefined ? undefined : await ownerOf(text(user, "user"));
  for (const { keeper } of keepers.values()) keeper.end(owner);
  const { tell, close } = channel(() => {});
  tell({ type: "signed-out", owner });
  close();
  await wipe(owner);
}

export { MESSAGES as messages };

const keys = ({ user, secret }) => keysOf({ user: text(user, "user"), secret, expires: Date.now() + LONGEST });

/** The settings: options first, then the form's attributes. */
function read(form, options) {
  const { fairnoteDraft, fairnoteUser, fairnoteSend, fairnoteSaved, fairnoteSessionEnds, fairnoteSessionMinutes, fairnoteKeepAlive } = form.dataset;
  if (options.secret !== undefined) usable(options.secret);
  const saved = Number(new Date(options.saved ?? fairnoteSaved ?? Number.NaN));
  return {
    days: 7,
    retry: true,
    timeout: 60_000,
    keyField: "idempotency_key",
    ...options,
    key: text(options.key ?? fairnoteDraft, "key (or data-fairnote-draft)"),
    user: text(options.user ?? fairnoteUser, "user (or data-fairnote-user)"),
    send: options.send ?? (fairnoteSend !== undefined && fairnoteSend !== "off"),
    saved: Number.isNaN(saved) ? undefined : saved,
    session: { ends: fairnoteSessionEnds, minutes: Number(fairnoteSessionMinutes) || undefined, keepAlive: fairnoteKeepAlive, ...options.session },
  };
}

function text(value, what) {
  if (typeof value === "string" && value !== "") return value;
  throw new TypeError(`fairnote: the vault needs a ${what}: a draft belongs to one form of one user`);
}
