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

publicTypes(join(pkg, "fairnote.d.ts"));
writeDigest(join(pkg, "engine.js"));

const built = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
const notices = readdirSync(pkg).filter((name) => /^(LICENSE|THIRD-PARTY)/.test(name));
const files = ["fairnote.js", "fairnote_bg.wasm", "index.d.ts", "fairnote.d.ts", "standards", ...sources.filter((name) => name !== "README.md"), ...notices];
const scripts = files.filter((name) => name.endsWith(".js"));
const manifest = {
  name: built.name,
  version: built.version,
  description: built.description,
  license: built.license,
  keywords: built.keywords,
  type: "module",
  // What does something by being imported; a bundler may leave out the rest where nothing of it is used.
  sideEffects: [...new Set(["engine", "index", "node", "auto", "elements"].map((name) => `./${name}.js`).filter((name) => scripts.includes(name.slice(2)))), ...(files.includes("elements") ? ["./elements/*.js"] : []), "*.css"],
  engines: { node: ">=20" },
  main: "./node.js",
  browser: "./index.js",
  types: "./index.d.ts",
  exports: {
    ".": { types: "./index.d.ts", browser: "./index.js", node: "./node.js", default: "./index.js" },
    ...entries(),
    "./standards/*.json": "./standards/*.json",
    ...(files.includes("messages") ? { "./messages/*.json": "./messages/*.json" } : {}),
    "./*.css": "./*.css",
    "./fairnote_bg.wasm": "./fairnote_bg.wasm",
    "./integrity.json": "./integrity.json",
    "./package.json": "./package.json",
  },
  files: [...files, "integrity.json"],
};
writeFileSync(join(pkg, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
writeIntegrity();

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
  const fetched = files.flatMap(walk).filter((name) => /\.(js|css|json|wasm)$/.test(name)).sort();
  const values = Object.fromEntries(fetched.map((name) => [name, integrity(name)]));
  writeFileSync(join(pkg, "integrity.json"), `${JSON.stringify(values, null, 2)}\n`);
  console.log("package: subresource integrity, also in integrity.json");
  for (const [name, value] of Object.entries(values)) console.log(`  ${value} ${name}`);
}

function walk(name) {
  const path = join(pkg, name);
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((inner) => walk(`${name}/${inner}`)) : [name];
}

function integrity(name) {
  return `sha384-${createHash("sha384").update(readFileSync(join(pkg, name))).digest("base64")}`;
}
