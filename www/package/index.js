// Fairnote for web pages: its functions can be called as soon as this file is imported.
import { ready } from "./engine.js";

await ready;

export { Attachment, NoteSession, RecordSession, Standard, attach, attached, check, load, note } from "./fairnote.js";
export { standard, standardAt } from "./standards.js";
