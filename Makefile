# Two commands to begin with: `make serve` and `make test`. Both install what is missing first.
# Warm, each step is skipped when nothing it reads has changed.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

ADDR ?= 127.0.0.1:8080
# The server that exports the standards and serves the portal. The tests name the unoptimised one, which they build anyway.
FAIRNOTE ?= target/release/fairnote
export FAIRNOTE

rust := Cargo.toml Cargo.lock build.rs rust-toolchain.toml $(shell find src standards www/templates -type f 2>/dev/null)
page := $(shell find www -type f -not -path 'www/build/*' 2>/dev/null)

.PHONY: help serve test bench package spelling www parity accuracy sizes screenshots clean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

serve: ## build everything and open the portal on ADDR (127.0.0.1:8080)
	@tools/setup.sh build
	@$(MAKE) -s --no-print-directory target/release/fairnote www/build/.made
	@echo "serve: http://$(ADDR)"
	@exec target/release/fairnote serve --addr $(ADDR) --assets www/build

test: ## everything that must pass before a change is merged
	@tools/setup.sh test
	@tools/test.sh

bench: ## measure the engine: native, Node, Chromium
	@tools/setup.sh test
	@$(MAKE) -s --no-print-directory target/release/fairnote www/build/.made
	@tools/bench.sh

package: ## build the package for web pages and Node into pkg/
	@tools/setup.sh build
	@$(MAKE) -s --no-print-directory pkg/.made
	@echo "package: pkg/, with these subresource integrity values (pkg/integrity.json)"
	@node -p 'Object.entries(require("./pkg/integrity.json")).map(([name, value]) => `  $${value} $${name}`).join("\n")'

spelling: ## build the spelling part for web pages and Node into pkg/spelling/
	@tools/setup.sh build
	@$(MAKE) -s --no-print-directory pkg/.made
	@tools/spelling.sh

parity: ## the same report, byte for byte: native, Node, Chromium
	@tools/setup.sh test
	@$(MAKE) -s --no-print-directory pkg/.made
	@tools/parity.sh

accuracy: ## how well notes are read, against the annotated notes
	@tools/setup.sh build
	@$(MAKE) -s --no-print-directory target/release/fairnote
	@tools/accuracy.sh

www: ## build what the portal's pages load into www/build/
	@tools/setup.sh build
	@$(MAKE) -s --no-print-directory www/build/.made

sizes: ## what a page has to fetch, against the budgets
	@tools/setup.sh build
	@$(MAKE) -s --no-print-directory pkg/.made
	@node tools/sizes.mjs

screenshots: ## pictures of every page state, into test-results/
	@tools/setup.sh test
	@$(MAKE) -s --no-print-directory target/release/fairnote www/build/.made
	@SCREENSHOTS=1 node --test tests/e2e/*.test.mjs

clean: ## remove what was built, not what was installed
	rm -rf pkg www/build test-results target/parity target/accuracy
	cargo clean

# Fat link-time optimisation is for the browser's module: a server gains nothing from it that anybody would notice, and the build
# takes twice as long.
target/release/fairnote: $(rust)
	@echo "server: cargo build --release"
	@CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo build --release --locked --quiet
	@touch $@

target/debug/fairnote: $(rust)
	@echo "server: cargo build"
	@cargo build --locked --quiet
	@touch $@

# The module and the files round it: what `npm publish` would send.
pkg/.made: $(rust) $(page) package-lock.json tools/wasm.sh
	@$(MAKE) -s --no-print-directory $(FAIRNOTE)
	@tools/wasm.sh
	@touch $@

# What the portal's pages load: styles, scripts and the package.
www/build/.made: pkg/.made $(page) package-lock.json tools/assets.sh
	@tools/assets.sh
	@touch $@
