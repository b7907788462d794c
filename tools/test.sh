#!/usr/bin/env bash
# Everything that must pass before a change is merged, cheapest first. One unoptimised native build and one release
# build for the browser serve all of it.
set -euo pipefail
cd "$(dirname "$0")/.."
export FAIRNOTE=target/debug/fairnote CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}
step() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }
wasm=(--no-default-features --features wasm --target wasm32-unknown-unknown)

step "format"
cargo fmt --all --check
step "lints: native"
cargo clippy --locked --all-features --lib --bins --quiet -- -D warnings
# Tests may stop on the first surprise; library code may not.
cargo clippy --locked --all-features --tests --benches --quiet -- -D warnings -A clippy::unwrap_used -A clippy::expect_used \
  -A clippy::indexing_slicing -A clippy::string_slice -A clippy::panic -A clippy::unreachable
step "lints: core alone"
cargo clippy --locked --no-default-features --quiet -- -D warnings
step "lints: browser"
cargo clippy --locked "${wasm[@]}" --quiet -- -D warnings
step "tests: native"
cargo test --locked --quiet
step "tests: core alone"
cargo test --locked --no-default-features --quiet
step "package"
make -s --no-print-directory "$FAIRNOTE" pkg/.made www/build/.made
node tools/sizes.mjs
step "types"
node_modules/.bin/tsc -p tests/js/tsconfig.json
step "tests: module in Node"
wasm-pack test --node --mode no-install -- --locked --no-default-features --features wasm --test wasm
step "parity"
tools/parity.sh --keep
step "tests: scripts and pages"
node --test tests/js/*.test.* tests/e2e/*.test.mjs
step "done"
