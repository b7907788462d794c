// Registers the elements.
import "./elements/note.js";
