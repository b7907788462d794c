// A standard, fetched and loaded once for each address, with the model that it reads narratives with: what the elements, the
// automatic start and the portal all use.
import { ready } from "./engine.js";
import { load } from "./fairnote.js";
import { models } from "./models.js";

const fetched = new Map();

/** Where the package's own standards are: beside this file. */
export const base = new URL("./standards/", import.meta.url);

/**
 * The standard `id` from the package, or from `base` if one is given (a folder's address, with a slash at its end).
 * @param {string} id
 * @param {string | URL} [from]
 */
export function standard(id, from = base) {
  const folder = new URL(from, document.baseURI);
  const model = folder.href === base.href && models[id];
  return standardAt(new URL(`${encodeURIComponent(id)}.json`, folder), model ? new URL(model, folder) : undefined);
}

/**
 * The standard at an address. A fetch that broke off is tried once more, past the cache; one that failed is forgotten, so that
 * a later call tries again. `model` is where its model is, if that is known: it is then fetched at the same time.
 * @param {string | URL} address
 * @param {string | URL} [model]
 */
export function standardAt(address, model) {
  const key = new URL(address, document.baseURI).href;
  return once(key, async () => {
    let place = model;
    if (place) modelAt(place);
    // A server says where the model is before it sends the standard.
    const heads = (response) => {
      const [, linked] = /<([^>]+)>; rel="preload"/.exec(response.headers.get("link") ?? "") ?? [];
      if (!place && linked) modelAt((place = new URL(linked, key)));
    };
    // The engine arrives meanwhile.
    const [json] = await Promise.all([twice(key, { headers: { accept: "application/json" } }, heads), ready]);
    const standard = load(json, undefined, await digest(json));
    if (standard.model) standard.giveModel(await modelAt(place ?? new URL(standard.modelFile, key)));
    return standard;
  });
}

function modelAt(address) {
  return once(new URL(address, document.baseURI).href, (href) => twice(href));
}

function once(key, get) {
  let kept = fetched.get(key);
  if (!kept) {
    kept = get(key);
    kept.catch(() => fetched.delete(key));
    fetched.set(key, kept);
  }
  return kept;
}

function twice(address, options, heads) {
  return bytes(address, options, heads).catch(() => bytes(address, { ...options, cache: "reload" }, heads));
}

// The browser's own SHA-256 is far faster than the module's. Pages that came without TLS have none.
async function digest(bytes) {
  const hash = await globalThis.crypto?.subtle?.digest("SHA-256", bytes).catch(() => undefined);
  return hash && `sha-256:${Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

// The very bytes: digests are taken over them.
async function bytes(address, options, heads) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`fairnote: no standard was served where it should be (status ${response.status})`);
  heads?.(response);
  return new Uint8Array(await response.arrayBuffer());
}
