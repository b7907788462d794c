#!/usr/bin/env bash
# Builds the package for web pages and Node into pkg/. FAIRNOTE names a native build, which exports the standards.
set -euo pipefail
cd "$(dirname "$0")/.."
fairnote=${FAIRNOTE:-target/release/fairnote}

# The pinned wasm-opt comes first: Debian's (108) writes a module that fails when it is loaded, without a word.
export PATH="$PWD/node_modules/.bin:$PATH"
wasm-opt --version | grep -q 'version 132' || { echo "wasm: not the pinned wasm-opt: $(command -v wasm-opt)" >&2; exit 1; }

# Optimised for size and not for speed: a page waits for the download and the first call far longer than for any check
# (docs/performance.md has both figures).
export CARGO_PROFILE_RELEASE_OPT_LEVEL=s

echo "wasm: wasm-pack build"
rm -rf pkg
log=$(mktemp)
trap 'rm -f "$log"' EXIT
wasm-pack --quiet build --mode no-install --target web --release --out-dir pkg -- \
  --no-default-features --features wasm --locked >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
echo "wasm: standards"
"$fairnote" standards export pkg/standards >/dev/null
echo "wasm: notices"
node tools/notices.mjs wasm >pkg/THIRD-PARTY.txt
echo "wasm: package"
node www/package/build.mjs pkg
