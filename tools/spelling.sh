#!/usr/bin/env bash
# Builds the spelling part for web pages and Node into pkg/spelling/: a file of its own, which a page fetches only when it is asked to
# check the spelling. Afterwards one word is checked, so that a module that does not load is not shipped.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
wasm-opt --version | grep -q 'version 132' || { echo "spelling: not the pinned wasm-opt: $(command -v wasm-opt)" >&2; exit 1; }
target=${CARGO_TARGET_DIR:-target}

echo "spelling: cargo build"
CARGO_PROFILE_RELEASE_OPT_LEVEL=s cargo build --release --lib --locked --quiet --target wasm32-unknown-unknown \
  --no-default-features --features spelling-module
echo "spelling: wasm-bindgen, wasm-opt"
rm -rf pkg/spelling
wasm-bindgen --target web --out-dir pkg/spelling --out-name spelling "$target/wasm32-unknown-unknown/release/fairnote.wasm"
wasm-opt -O3 --enable-bulk-memory --enable-reference-types --enable-nontrapping-float-to-int --enable-sign-ext \
  --enable-mutable-globals --enable-multivalue pkg/spelling/spelling_bg.wasm -o pkg/spelling/spelling_bg.wasm
cp src/spelling/en-GB/LICENSE pkg/spelling/LICENSE-dictionary
node --input-type=module -e '
  import { readFileSync } from "node:fs";
  import init, { Speller } from "./pkg/spelling/spelling.js";
  await init({ module_or_path: readFileSync("pkg/spelling/spelling_bg.wasm") });
  const found = [...new Speller().check("I recieved it.", [])].join();
  if (found !== "2,10") throw new Error(`the module finds ${found}`);
'
echo "spelling: $(gzip -9c pkg/spelling/spelling_bg.wasm | wc -c) bytes gzip"
