export { FairnoteNote } from "./elements/note.js";
