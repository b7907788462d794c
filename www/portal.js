// Improves the portal's form: what is wrong is said while it is written. Without this the server says it after the form is
// sent, so that whatever fails here leaves the page as it is.

const form = document.querySelector("form[data-fairnote]");

if (form) {
  try {
    const { fairnoteStandard: id, fairnoteKind: kind } = form.dataset;
    const [{ load }, json] = await Promise.all([import("./fairnote/index.js"), standard(id, kind)]);
    load(json).attach(form, { prefix: "app", accept: true });
  } catch {
    // No reason is given: it might hold an address or an answer.
    console.warn("fairnote: this form is not checked while you write; it is checked when you send it");
  }
}

// The bytes of a standard, as far as this kind of record needs it, tried once more if the connection breaks.
async function standard(id, kind) {
  const address = `/v1/standards/${encodeURIComponent(id)}?kinds=${encodeURIComponent(kind)}`;
  const get = async (options) => {
    const response = await fetch(address, { ...options, headers: { accept: "application/json" } });
    if (!response.ok) throw new Error("no standard");
    return new Uint8Array(await response.arrayBuffer());
  };
  try {
    return await get();
  } catch {
    return await get({ cache: "reload" });
  }
}
