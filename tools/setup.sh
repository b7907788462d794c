#!/usr/bin/env bash
# Installs what is missing and leaves the rest alone. Usage: tools/setup.sh build|test
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-build}
wasm_pack=0.15.1

# The command must have exactly the version of the crate in Cargo.lock.
locked() { awk -v n="name = \"$1\"" '$0 == n { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock; }

# Tools are built unoptimised and without debug information: a third of the time, and quick enough to run.
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_STRIP=symbols
tool() { # crate version program [options of cargo install]
  local crate=$1 version=$2 program=$3
  shift 3
  [[ "$("$program" --version 2>/dev/null | awk 'NR == 1 { print $2 }')" == "$version" ]] && return
  echo "setup: $crate $version"
  # Its own target folder: a CARGO_TARGET_DIR set by the caller holds other profiles.
  env -u CARGO_TARGET_DIR cargo install "$crate" --version "=$version" --locked --debug --quiet --force "$@"
}

debian() { # packages
  local missing=() package sudo=
  for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
  ((${#missing[@]})) || return 0
  echo "setup: ${missing[*]}"
  ((EUID)) && sudo="sudo -n"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

for program in cargo rustup node npm; do
  command -v "$program" >/dev/null || { echo "setup: $program is not installed (see README.md, What you need)" >&2; exit 1; }
done

jobs=()
if [[ $want == test ]]; then
  debian chromium firefox-esr webkit2gtk-driver xvfb xauth fonts-dejavu-core & jobs+=($!)
fi
if [[ package-lock.json -nt node_modules/.package-lock.json ]]; then
  echo "setup: npm ci"
  { npm ci --silent --ignore-scripts && touch node_modules/.package-lock.json; } & jobs+=($!)
fi
toolchain=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
if ! rustup toolchain list | grep -q "^$toolchain-"; then
  echo "setup: Rust $toolchain"
  rustup toolchain install "$toolchain" --profile minimal --component clippy,rustfmt --no-self-update >/dev/null
fi
if ! rustup target list --installed | grep -qx wasm32-unknown-unknown; then
  echo "setup: target wasm32-unknown-unknown"
  rustup target add wasm32-unknown-unknown >/dev/null 2>&1
fi
tool wasm-bindgen-cli "$(locked wasm-bindgen)" wasm-bindgen --bin wasm-bindgen --bin wasm-bindgen-test-runner
tool wasm-pack "$wasm_pack" wasm-pack
for job in "${jobs[@]}"; do wait "$job"; done
