// The module is fetched and compiled once, while it arrives, when the first of this package's files is imported.
import init from "./fairnote.js";

/** Where the engine is. The package's standards are in the folder `standards` beside it. */
export const address = new URL("./fairnote_bg.wasm", import.meta.url);

// The build writes the digest here. It is asked for when the engine comes from another host than the page; the page's own
// compiles while it arrives, which a digest of the whole would put off.
const digest = "";
const integrity = address.origin === location.origin ? "" : digest;

const start = (options) => init({ module_or_path: fetch(address, { ...options, integrity }) });

/**
 * Done when the engine can be called. A fetch that broke off is tried once more, past the cache; what fails twice is the page's
 * to handle: its forms post as ever.
 */
export const ready = start()
  .catch(() => start({ cache: "reload" }))
  .catch((cause) => {
    throw new Error(
      "fairnote: the engine did not start, so this page checks nothing; its forms post as ever. Serve fairnote_bg.wasm" +
        " beside engine.js, or beside your bundle, as application/wasm, and let the content security policy allow 'wasm-unsafe-eval'",
      { cause },
    );
  });
// Whoever waits for it is told; a page on which nobody does is not.
ready.catch(() => {});
