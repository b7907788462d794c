#!/usr/bin/env bash
# The same report, byte for byte: the native build writes the cases, Node and Chromium answer them.
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ ${1:-} != --keep || ! -f target/parity/cases.jsonl ]]; then
  cargo test --locked --quiet --test parity -- --nocapture | grep '^parity:'
fi
node tests/parity/node.mjs
node tests/parity/chromium.mjs
