// Registers the elements: <fairnote-form> and <fairnote-note>.
import "./elements/form.js";
import "./elements/note.js";
