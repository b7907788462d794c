// The body of a post: what may be kept of it, and the whole of it when it is sent.
import { secret, token } from "./fields.js";

/** What may be kept of a form's post, and the names of secrets and files that were filled in and are not. */
export function fieldsOf(form, submitter) {
  const held = withheld(form);
  const fields = [];
  const missing = new Set();
  for (const [name, value] of entries(form, submitter)) {
    if (!held.has(name) && typeof value === "string") fields.push([name, value]);
    else if (held.get(name) !== "token" && (typeof value === "string" ? value !== "" : value.size > 0)) missing.add(name);
  }
  return { fields, missing: [...missing] };
}

/** The body: what was kept, with the page's own tokens, and files and secrets as the form has them now. */
export function encode({ fields, enctype }, form) {
  const held = withheld(form);
  const now = entries(form).filter(([name, value]) => held.has(name) || typeof value !== "string");
  const body = enctype === "multipart/form-data" ? new FormData() : new URLSearchParams();
  for (const [name, value] of [...fields, ...now]) {
    body.append(name, typeof value === "string" || body instanceof FormData ? value : value.name);
  }
  return body;
}

// A button that FormData does not know any more, because its row is gone, is no reason to send nothing.
function entries(form, submitter) {
  return [...(submitter?.form === form ? new FormData(form, submitter) : new FormData(form))];
}

function withheld(form) {
  const names = new Map();
  for (const control of form.elements) {
    if (secret(control)) names.set(control.name, "secret");
    else if (token(control)) names.set(control.name, "token");
  }
  return names;
}
