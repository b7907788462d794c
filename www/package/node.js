// Fairnote for Node: the same module, compiled from its file when this one is imported.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { initSync, load } from "./fairnote.js";
import { models } from "./models.js";

initSync({ module: readFileSync(new URL("./fairnote_bg.wasm", import.meta.url)) });

const kept = new Map();
const base = new URL("./standards/", import.meta.url);

/**
 * The standard `id` of this package, or of another folder (a `file:` address, with a slash at its end), read once, with the model
 * that it reads narratives with.
 * @param {string} id
 * @param {string | URL} [from]
 */
export function standard(id, from = base) {
  const folder = new URL(from, base);
  const model = folder.href === base.href && models[id];
  return standardAt(new URL(`${encodeURIComponent(id)}.json`, folder), model ? new URL(model, folder) : undefined);
}

/**
 * The standard of a file; its model stands beside it, unless it is said where.
 * @param {string | URL} address
 * @param {string | URL} [model]
 */
export function standardAt(address, model) {
  const file = new URL(address, base);
  let standard = kept.get(file.href);
  if (!standard) {
    standard = read(file, model);
    standard.catch(() => kept.delete(file.href));
    kept.set(file.href, standard);
  }
  return standard;
}

async function read(file, model) {
  const early = model && readFile(new URL(model, file));
  early?.catch(() => {});
  const json = await readFile(file);
  const standard = load(json, undefined, `sha-256:${createHash("sha256").update(json).digest("hex")}`);
  if (standard.model) standard.giveModel(await (early ?? readFile(new URL(standard.modelFile, file))));
  return standard;
}

export { Attachment, NoteSession, RecordSession, Standard, attach, attached, check, load, note } from "./fairnote.js";
