#!/usr/bin/env bash
# What the engine costs: native, in Node and in Chromium. Figures and their meaning: docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "== native"
cargo bench --locked --quiet --no-default-features --bench engine -- --warm-up-time 1 --measurement-time 3 2>/dev/null |
  grep -E '^[a-z].*(time|thrpt):|^ *(time|thrpt):|^[a-z][^:]*$' | grep -v '^Gnuplot' || true
echo "== Node"
node tools/bench.mjs
echo "== Chromium"
node tools/bench-chromium.mjs
