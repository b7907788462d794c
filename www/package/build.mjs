// Makes the npm package out of what wasm-pack built: node build.mjs <pkg> [<standards>]
//
// <pkg> is wasm-pack's output for the target "web"; <standards> a folder of resolved standards, copied into it. Left out,
// those that are in <pkg>/standards already are the package's.
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [pkg, standards] = process.argv.slice(2);
if (!pkg || !existsSync(join(pkg, "fairnote_bg.wasm"))) {
  console.error("package: give the folder that wasm-pack built: node build.mjs pkg [standards]");
  process.exit(1);
}

const scripts = readdirSync(here).filter((file) => file !== "build.mjs");
for (const file of scripts) {
  cpSync(join(here, file), join(pkg, file), { recursive: true });
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
english(join(pkg, "messages"));

const built = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
const licences = readdirSync(pkg).filter((file) => file.startsWith("LICENSE"));
const manifest = {
  name: built.name,
  version: built.version,
  description: built.description,
  license: built.license,
  keywords: built.keywords,
  type: "module",
  sideEffects: ["./engine.js", "./index.js", "./node.js"],
  engines: { node: ">=20" },
  main: "./node.js",
  browser: "./index.js",
  types: "./index.d.ts",
  exports: {
    ".": { types: "./index.d.ts", browser: "./index.js", node: "./node.js", default: "./index.js" },
    "./standards/*": "./standards/*",
    "./fairnote_bg.wasm": "./fairnote_bg.wasm",
    "./package.json": "./package.json",
  },
  files: [...scripts.filter((file) => file !== "README.md"), "index.d.ts", "fairnote.js", "fairnote.d.ts", "fairnote_bg.wasm", "standards", ...licences],
};
writeFileSync(join(pkg, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);

// Which file each standard's model is: a page then fetches both at once.
function models() {
  const folder = join(pkg, "standards");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const found = {};
  for (const file of files.filter((file) => file.endsWith(".json"))) {
    const { model } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const digits = model?.replace("sha-256:", "");
    const stored = digits && files.find((file) => /^model-[0-9a-f]+\.bin$/.test(file) && digits.startsWith(file.slice(6, -4)));
    if (model && !stored) throw new Error(`package: the model ${model} of ${file} is missing`);
    if (stored) found[file.slice(0, -5)] = stored;
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

// The English words are a script too: a page that shows them asks for nothing more.
function english(folder) {
  writeFileSync(join(folder, "en.js"), `export default ${readFileSync(join(folder, "en.json"), "utf8").trimEnd()};\n`);
}
