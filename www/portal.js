// Improves the portal's form: what is wrong is said while it is written. Without this the server says it after the form is
// sent, so that whatever fails here leaves the page as it is.

const form = document.querySelector("form[data-fairnote]");

if (form) {
  try {
    const { fairnoteStandard: id, fairnoteKind: kind } = form.dataset;
    const { standardAt } = await import("./fairnote/standards.js");
    // As far as this kind of record needs it.
    const standard = await standardAt(`/v1/standards/${encodeURIComponent(id)}?kinds=${encodeURIComponent(kind)}`);
    standard.attach(form, { prefix: "app", accept: true });
  } catch {
    // No reason is given: it might hold an address or an answer.
    console.warn("fairnote: this form is not checked while you write; it is checked when you send it");
  }
}
