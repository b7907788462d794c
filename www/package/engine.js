// The module is fetched and compiled once, while it arrives, when the first of this package's files is imported.
import init from "./fairnote.js";

const module = new URL("./fairnote_bg.wasm", import.meta.url);

/**
 * Done when the engine can be called. A fetch that broke off is tried once more, past the cache; what fails twice is the page's
 * to handle: its forms post as ever.
 */
export const ready = init({ module_or_path: module }).catch(() =>
  init({ module_or_path: fetch(module, { cache: "reload" }) }),
);
// Whoever waits for it is told; a page on which nobody does is not.
ready.catch(() => {});
