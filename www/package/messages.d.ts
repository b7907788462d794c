import type { Messages } from "./fairnote.js";

export declare const base: URL;
export declare const languages: readonly string[];
export declare const english: Messages;
/** The catalogue of a language, or of the address of one. English, for a language that there is none for. */
export declare function messages(lang: string, address?: string | URL): Promise<Messages>;
/** A function that gives the words for a key of one part of a catalogue. `count` decides the plural. */
export declare function speaker(
  catalogue: Messages,
  part: string,
): (key: string, parts?: { readonly [name: string]: string | number }) => string;
