#!/usr/bin/env bash
# Gathers what the portal's pages load into www/build: styles, scripts, icon and the package.
set -euo pipefail
cd "$(dirname "$0")/.."
out=www/build
mkdir -p "$out"
echo "assets: styles"
node_modules/.bin/sass --no-source-map --style=compressed --quiet-deps --load-path=node_modules www/portal.scss "$out/portal.css"
echo "assets: scripts"
find www -maxdepth 1 -type f \( -name '*.js' -o -name '*.mjs' -o -name '*.svg' -o -name '*.ico' -o -name '*.png' \) -exec cp -t "$out" {} +
rm -rf "$out/fairnote"
cp -r pkg "$out/fairnote"
rm -f "$out"/fairnote/.made "$out"/fairnote/.gitignore
# The server sends these instead of compressing the same bytes for each page.
find "$out" -type f \( -name '*.wasm' -o -name '*.js' -o -name '*.json' -o -name '*.bin' -o -name '*.css' \) -exec gzip -9 -k -f -n {} +
