export * from "./elements/form.js";
export { FairnoteNote } from "./elements/note.js";
