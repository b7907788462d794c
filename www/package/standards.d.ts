import type { Standard } from "./index.js";

/**
 * A standard of this package, by its id; or of another folder, if the address of one is given, with a slash at its end. It is
 * fetched once, and once more if the connection breaks. For web pages.
 */
export function standard(id: string, from?: string | URL): Promise<Standard>;

/** The standard at an address, fetched once, and once more if the connection breaks. For web pages. */
export function standardAt(address: string | URL): Promise<Standard>;
