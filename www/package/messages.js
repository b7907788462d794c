// Catalogues of messages: the words of the interface in a language. English is here; others are fetched when they are asked for.
import english from "./messages/en.js";

const fetched = new Map();

/** Where the package's own catalogues are: beside this file. */
export const base = new URL("./messages/", import.meta.url);

/** The languages that the package has a catalogue for. */
export const languages = ["en", "cy"];

export { english };

/**
 * The catalogue of a language, or of the address of one. English, for a language that there is none for.
 * @param {string} lang
 * @param {string | URL} [address]
 */
export async function messages(lang, address) {
  const language = lang.toLowerCase().split("-")[0];
  if (!address && (language === "en" || !languages.includes(language))) return english;
  const at = new URL(address ?? `${language}.json`, address ? document.baseURI : base).href;
  if (!fetched.has(at)) {
    fetched.set(at, read(at));
    fetched.get(at).catch(() => fetched.delete(at));
  }
  return fetched.get(at);
}

async function read(address) {
  const response = await fetch(address, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`fairnote: no messages were served where they should be (status ${response.status})`);
  return response.json();
}

/**
 * A function that gives the words for a key of one part of a catalogue, `say("add", { item })`. Words with a number in them
 * have a form for each plural of the language, which `count` decides. What the catalogue leaves out is English.
 * @param {object} catalogue
 * @param {string} part
 */
export function speaker(catalogue, part) {
  const own = catalogue[part] ?? {};
  const plurals = { own: new Intl.PluralRules(catalogue.lang), english: new Intl.PluralRules(english.lang) };
  return (key, parts = {}) => {
    const from = own[key] === undefined ? "english" : "own";
    let words = from === "own" ? own[key] : english[part][key];
    if (typeof words === "object") words = words[plurals[from].select(parts.count)] ?? words.other;
    return words.replaceAll(/\{(\w+)\}/g, (whole, name) => String(parts[name] ?? whole));
  };
}
