// Fairnote for Node: the same module, compiled from its file when this one is imported.
import { readFileSync } from "node:fs";
import { initSync } from "./fairnote.js";

initSync({ module: readFileSync(new URL("./fairnote_bg.wasm", import.meta.url)) });

export { Attachment, NoteSession, RecordSession, Standard, attach, attached, check, load, note } from "./fairnote.js";
