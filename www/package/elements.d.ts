export * from "./elements/form.js";
