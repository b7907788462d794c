// Fairnote for web pages: the module is fetched and compiled once, when this file is imported.
import init from "./fairnote.js";

const module = new URL("./fairnote_bg.wasm", import.meta.url);

// A fetch that broke off is tried once more, past the cache. What fails twice is the page's to handle: its forms post as ever.
try {
  await init({ module_or_path: module });
} catch {
  await init({ module_or_path: fetch(module, { cache: "reload" }) });
}

export { Attachment, NoteSession, RecordSession, Standard, attach, check, load, note } from "./fairnote.js";
