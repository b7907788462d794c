// A standard, fetched and loaded once for each address: what the elements, the automatic start and the portal all use.
import { address as engine, ready } from "./engine.js";
import { load } from "./fairnote.js";

const fetched = new Map();

/** Where the package's own standards are: beside the engine, wherever a bundler has put that. */
export const base = new URL("./standards/", engine);

/**
 * The standard `id` from the package, or from `base` if one is given (a folder's address, with a slash at its end).
 * @param {string} id
 * @param {string | URL} [from]
 */
export function standard(id, from = base) {
  return standardAt(new URL(`${encodeURIComponent(id)}.json`, new URL(from, document.baseURI)));
}

/**
 * The standard at an address. A fetch that broke off is tried once more, past the cache; one that failed is forgotten, so that
 * a later call tries again.
 * @param {string | URL} address
 */
export function standardAt(address) {
  const key = new URL(address, document.baseURI).href;
  let standard = fetched.get(key);
  if (!standard) {
    // The engine arrives meanwhile.
    const json = bytes(key).catch(() => bytes(key, { cache: "reload" }));
    standard = Promise.all([json, ready]).then(([json]) => load(json));
    standard.catch(() => fetched.delete(key));
    fetched.set(key, standard);
  }
  return standard;
}

// The very bytes: the digest is taken over them.
async function bytes(address, options) {
  const response = await fetch(address, { ...options, headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`fairnote: no standard was served where it should be (status ${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}
