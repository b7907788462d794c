// The elements: <fairnote-form>.
import "./elements/form.js";
