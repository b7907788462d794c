// Other tabs on the same draft. Each tab is an instance with an entry of its own, so that none overwrites another's; a lock, which
// goes with the tab however it ends, tells which instances live.

const LOCK = "fairnote-vault ";

/** The instances of a draft that are open in some tab. */
export async function living() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  // Those who wait for a tab to go share its lock when it has gone.
  return new Set(held.filter(({ name, mode }) => mode === "exclusive" && name.startsWith(LOCK)).map(({ name }) => name.slice(LOCK.length)));
}

/** Holds the lock of an instance; returns what lets go of it. */
export function live(instance) {
  let leave = () => {};
  const until = new Promise((done) => (leave = done));
  navigator.locks?.request(LOCK + instance, () => until).catch(() => {});
  return leave;
}

/** Done when the tab of an instance is gone, however it ended; fails when the signal says that nobody waits any more. */
export const whenGone = (instance, signal) =>
  navigator.locks.request(LOCK + instance, { mode: "shared", signal }, () => {});

/** Does `work` unless another tab is at it; undefined then. */
export const alone = (what, work) =>
  navigator.locks ? navigator.locks.request(`fairnote-send ${what}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined)) : work();

/** Tells other tabs, and hears of them. Nothing that was typed goes this way. */
export function channel(hear) {
  const channel = new BroadcastChannel("fairnote-vault");
  channel.onmessage = ({ data }) => hear(data);
  return { tell: (message) => channel.postMessage(message), close: () => channel.close() };
}
