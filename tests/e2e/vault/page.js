// The host page's script: it turns the vault on.
import * as vault from "/pkg/vault.js";

const options = JSON.parse(document.getElementById("options").textContent);
const form = document.querySelector("form");
const rows = document.getElementById("rows");

function addRow() {
  const row = rows.lastElementChild.cloneNode(true);
  const input = row.querySelector("input");
  input.value = "";
  input.name = `present.${rows.children.length}.name`;
  rows.append(row);
}
document.getElementById("add").addEventListener("click", addRow);

// Events are kept for the tests, and must hold nothing that was typed.
globalThis.told = [];
for (const type of ["kept", "restored", "offline", "sent", "refused", "timeout", "problem"]) {
  document.addEventListener(`fairnote:${type}`, ({ detail: { response, ...detail } }) => globalThis.told.push([type, detail]));
}

if (typeof options.ends === "number") options.session = { ...options.session, ends: Date.now() + options.ends };
globalThis.vault = vault;
const [handle] = await vault.start({ ...options, addRow: (name) => name.startsWith("present.") && addRow() });
globalThis.handle = handle;
document.documentElement.dataset.started = "";
