// Makes the npm package out of what wasm-pack built: node build.mjs <pkg> [<standards>]
//
// <pkg> is wasm-pack's output for the target "web"; <standards> a folder of resolved standards, copied into it. Left out,
// those that are in <pkg>/standards already are the package's.
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [pkg, standards] = process.argv.slice(2);
if (!pkg || !existsSync(join(pkg, "fairnote_bg.wasm"))) {
  console.error("package: give the folder that wasm-pack built: node build.mjs pkg [standards]");
  process.exit(1);
}

const sources = readdirSync(here).filter((name) => name !== "build.mjs");
for (const name of sources) {
  rmSync(join(pkg, name), { recursive: true, force: true });
  cpSync(join(here, name), join(pkg, name), { recursive: true });
}
if (standards) {
  rmSync(join(pkg, "standards"), { recursive: true, force: true });
  cpSync(standards, join(pkg, "standards"), {
    recursive: true,
    filter: (file) => !file.endsWith(".coverage.json"),
  });
}

models();
publicTypes(join(pkg, "fairnote.d.ts"));
writeDigest(join(pkg, "engine.js"));
english(join(pkg, "messages"));

const built = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
const notices = readdirSync(pkg).filter((name) => /^(LICENSE|THIRD-PARTY)/.test(name));
const files = ["fairnote.js", "fairnote_bg.wasm", "index.d.ts", "fairnote.d.ts", "standards", ...sources.filter((name) => name !== "README.md"), ...notices];
const manifest = {
  name: built.name,
  version: built.version,
  description: built.description,
  license: built.license,
  keywords: built.keywords,
  type: "module",
  sideEffects: sideEffects(),
  engines: { node: ">=20" },
  main: "./node.js",
  browser: "./index.js",
  types: "./index.d.ts",
  exports: {
    ".": { types: "./index.d.ts", browser: "./index.js", node: "./node.js", default: "./index.js" },
    ...entries(),
    "./standards/*": "./standards/*",
    ...(files.includes("messages") ? { "./messages/*": "./messages/*" } : {}),
    "./*.css": "./*.css",
    "./fairnote_bg.wasm": "./fairnote_bg.wasm",
    "./integrity.json": "./integrity.json",
    "./package.json": "./package.json",
  },
  files: [...files, "integrity.json"],
};
writeFileSync(join(pkg, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
writeIntegrity();

// What does something by being imported; a bundler may leave out the rest where nothing of it is used.
function sideEffects() {
  const scripts = ["engine.js", "index.js", "node.js", "auto.js", "elements.js"].filter((name) => files.includes(name));
  return [...scripts.map((name) => `./${name}`), ...(files.includes("elements") ? ["./elements/*.js"] : []), "*.css"];
}

// An entry is a script with types of its own beside it, `auto.js` and `auto.d.ts`, or a folder with both, `vault/index.js`.
function entries() {
  const own = new Set(["index", "fairnote"]);
  const found = sources.flatMap((name) => {
    const [entry, file] = name.endsWith(".js") ? [name.slice(0, -3), name.slice(0, -3)] : [name, `${name}/index`];
    const has = (ending) => existsSync(join(pkg, `${file}.${ending}`));
    return !own.has(entry) && has("js") && has("d.ts") ? [[`./${entry}`, { types: `./${file}.d.ts`, default: `./${file}.js` }]] : [];
  });
  return Object.fromEntries(found);
}

// Which file each standard's model is: a page then fetches both at once. And a script for each standard that names both files as
// bundlers want them named.
function models() {
  const folder = join(pkg, "standards");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const found = {};
  for (const file of files.filter((file) => file.endsWith(".json"))) {
    const id = file.slice(0, -5);
    const { model } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const digits = model?.replace("sha-256:", "");
    const stored = digits && files.find((file) => /^model-[0-9a-f]+\.bin$/.test(file) && digits.startsWith(file.slice(6, -4)));
    if (model && !stored) throw new Error(`package: the model ${model} of ${file} is missing`);
    if (stored) found[id] = stored;
    const urls = [file, ...(stored ? [stored] : [])].map((name) => `new URL("./${name}", import.meta.url)`);
    writeFileSync(
      join(folder, `${id}.js`),
      `// Made by the package's build.\nimport { standardAt } from "../standards.js";\n\nexport default () => standardAt(${urls.join(", ")});\n`,
    );
    writeFileSync(
      join(folder, `${id}.d.ts`),
      'import type { Standard } from "../index.js";\n\n/** The standard, fetched once with its model. For web pages. */\nexport default function standard(): Promise<Standard>;\n',
    );
  }
  const source = readFileSync(join(here, "models.js"), "utf8");
  writeFileSync(join(pkg, "models.js"), source.replace("{}", JSON.stringify(found, null, 2)));
}

// How the module is started is this package's affair: its functions are ready when it is imported. What wasm-bindgen declares
// of it, raw memory included, would only invite mistakes.
function publicTypes(file) {
  const types = readFileSync(file, "utf8");
  const at = types.search(/^export type InitInput = /m);
  if (at < 0) throw new Error(`package: ${file} does not look as wasm-bindgen writes it`);
  const ours = 'export { standard, standardAt } from "./standards.js";';
  writeFileSync(join(pkg, "index.d.ts"), `${types.slice(0, at).trimEnd()}\n\n${ours}\n`);
}

// The engine's digest goes into the script that fetches it, whose own digest the page names: so one leads to the other.
function writeDigest(file) {
  const script = readFileSync(file, "utf8");
  const place = 'const digest = "";';
  if (!script.includes(place)) throw new Error(`package: ${file} has no place for the digest of the engine: ${place}`);
  writeFileSync(file, script.replace(place, `const digest = ${JSON.stringify(integrity("fairnote_bg.wasm"))};`));
}

// Subresource integrity: a value for each file that a page may fetch, by its place in the package.
function writeIntegrity() {
  const fetched = files.flatMap(walk).filter((name) => /\.(bin|css|js|json|wasm)$/.test(name)).sort();
  const values = Object.fromEntries(fetched.map((name) => [name, integrity(name)]));
  writeFileSync(join(pkg, "integrity.json"), `${JSON.stringify(values, null, 2)}\n`);
}

function walk(name) {
  const path = join(pkg, name);
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((inner) => walk(`${name}/${inner}`)) : [name];
}

function integrity(name) {
  return `sha384-${createHash("sha384").update(readFileSync(join(pkg, name))).digest("base64")}`;
}

// The English words are a script too: a page that shows them asks for nothing more.
function english(folder) {
  writeFileSync(join(folder, "en.js"), `export default ${readFileSync(join(folder, "en.json"), "utf8").trimEnd()};\n`);
}
