// Keys: from the host's secret, or made on this device and kept beside the drafts. No script can read either out again.
import { change, read } from "./store.js";

const encoder = new TextEncoder();
const AES = { name: "AES-GCM", length: 256 };
const MAC = { name: "HMAC", hash: "SHA-256", length: 256 };

/** Who owns an entry: the user's identifier as a digest, which sign-out can make without the secret. */
export const ownerOf = async (user) =>
  encoded(await crypto.subtle.digest("SHA-256", encoder.encode(`fairnote-vault\n${user}`)));

/**
 * The keys of a user.
 * @param {{ user: string, secret?: string | BufferSource | CryptoKey, expires: number }} options
 */
export async function keysOf({ user, secret, expires }) {
  const owner = await ownerOf(user);
  const pair = secret === undefined ? await kept(owner, expires) : await derived(user, secret);
  return new Keys(owner, pair);
}

/** Seals and opens texts, and names drafts so that the name tells nothing. */
class Keys {
  #pair;

  constructor(owner, pair) {
    this.owner = owner;
    this.#pair = pair;
  }

  async name(key) {
    return encoded(await crypto.subtle.sign("HMAC", this.#pair.name, encoder.encode(key)));
  }

  /** `place` is what the sealed text belongs to: moved elsewhere, it does not open. */
  async seal(text, place) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bytes = encoder.encode(text);
    return { iv, sealed: await crypto.subtle.encrypt(gcm(iv, place), this.#pair.seal, bytes) };
  }

  async open({ iv, sealed }, place) {
    return new TextDecoder().decode(await crypto.subtle.decrypt(gcm(iv, place), this.#pair.seal, sealed));
  }
}

const gcm = (iv, place) => ({ name: "AES-GCM", iv, additionalData: encoder.encode(place) });

async function derived(user, secret) {
  const material = usable(secret) instanceof CryptoKey ? secret : await imported(secret);
  const of = (what) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: encoder.encode("fairnote-vault"),
    info: encoder.encode(`${what}\n${user}`),
  });
  return {
    seal: await crypto.subtle.deriveKey(of("seal"), material, AES, false, ["encrypt", "decrypt"]),
    name: await crypto.subtle.deriveKey(of("name"), material, MAC, false, ["sign"]),
  };
}

/** A secret that keys can be derived from; otherwise it is said what is wrong. */
export function usable(secret) {
  const length = typeof secret === "string" ? encoder.encode(secret).length : secret?.byteLength;
  if (length >= 16 || (secret instanceof CryptoKey && secret.algorithm.name === "HKDF")) return secret;
  throw new TypeError("fairnote: the vault's secret must be 16 bytes or more, or a CryptoKey for HKDF that may derive keys");
}

const imported = (secret) =>
  crypto.subtle.importKey("raw", typeof secret === "string" ? encoder.encode(secret) : secret, "HKDF", false, ["deriveKey"]);

// Two tabs may come here at once: the first key that is written is the one that both use.
async function kept(owner, expires) {
  const found = await read((of) => of("keys").get(owner));
  if (found) {
    // In use, so it lives on as long as what it seals.
    if (found.expires < expires) await change((of) => of("keys").put({ ...found, expires }));
    return found;
  }
  const made = {
    owner,
    expires,
    seal: await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]),
    name: await crypto.subtle.generateKey(MAC, false, ["sign"]),
  };
  return change((of) => {
    const keys = of("keys");
    const result = {};
    keys.get(owner).onsuccess = ({ target }) => {
      result.result = target.result ?? made;
      if (!target.result) keys.put(made);
    };
    return result;
  });
}

const encoded = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes).subarray(0, 16)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
