import type { Standard } from "./index.js";

/**
 * A standard of this package, by its id; or of another folder, if the address of one is given, with a slash at its end. It is
 * fetched once (in Node: read), together with the model that its narratives are read with.
 */
export function standard(id: string, from?: string | URL): Promise<Standard>;

/**
 * The standard at an address, fetched once, with its model, which is where the server says, or stands beside it; or at `model`,
 * which is then fetched at the same time.
 */
export function standardAt(address: string | URL, model?: string | URL): Promise<Standard>;
