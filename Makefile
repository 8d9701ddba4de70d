# Yitong 一通. `make run` opens the portal of the demonstration city, `make test` proves that it works.
# Both set up what is missing; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help run build test dev bench lint clean site tools debian-for-test debian-for-bench

TARGET := $(or $(CARGO_TARGET_DIR),target)
CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/yitong/tools
SITE := target/site
# What is done is remembered for each folder that cargo builds into.
STAMPS := target/stamps/$(subst /,-,$(TARGET))
YITONG := $(TARGET)/release/yitong
BASELINE := $(TARGET)/release/baseline

# The command line tool must be of the version the browser side is compiled with.
BINDGEN_VERSION := $(shell awk '/^name = "wasm-bindgen"$$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)
BINDGEN := .tools/wasm-bindgen-$(BINDGEN_VERSION)/bin/wasm-bindgen

# Folders stand in these lists too: a file that is removed only leaves its trace there.
WORKSPACE := Cargo.toml Cargo.lock $(wildcard rust-toolchain.toml .cargo/config.toml)
SERVER_SOURCES := $(WORKSPACE) $(shell find app server)
ISLAND_SOURCES := $(WORKSPACE) $(shell find app/Cargo.toml app/src/lib.rs app/frontend \
	app/catalogue/Cargo.toml app/catalogue/build.rs app/catalogue/src)
SITE_SOURCES := tooling/assets.mjs tooling/islands.mjs $(shell find style public)

WITH_SETTINGS = DATABASE_URL="$${DATABASE_URL:-sqlite:data/yitong.db}" \
	YITONG_SERVER_ADDR="$${YITONG_SERVER_ADDR:-127.0.0.1:3000}" YITONG_SERVER_SITE="$(SITE)"

## help: list what can be made
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST) | sed 's/: /\t/' | awk -F'\t' '{ printf "make %-7s %s\n", $$1, $$2 }'

## run: build, create the database, load the demonstration city, serve it on http://localhost:3000
run: build
	@mkdir -p data
	@$(WITH_SETTINGS) $(YITONG) migrate
	@$(WITH_SETTINGS) $(YITONG) demo
	@exec env $(WITH_SETTINGS) $(YITONG) serve

## build: the server (release) and everything a browser loads
build: $(STAMPS)/server site

## test: every test: Rust on both databases, the browser build, pages in a real browser, sizes
test: debian-for-test build
	@tooling/with-postgres.sh node tooling/test.mjs

## dev: serve, and build and start again whenever a source changes
dev: tools
	@mkdir -p data
	@$(WITH_SETTINGS) node tooling/dev.mjs

## bench: the figures this project promises, from one run; fails on a miss
bench: debian-for-bench build $(STAMPS)/baseline
	@PORTAL="$(YITONG)" BASELINE="$(BASELINE)" SITE="$(SITE)" node bench/bench.mjs

## lint: formatting and clippy for both builds
lint: $(STAMPS)/rust
	cargo fmt --all --check
	cargo clippy --all-targets -- -D warnings
	cargo clippy -p frontend --target wasm32-unknown-unknown -- -D warnings

## clean: remove what was built and installed here; the database in data/ stays
clean:
	cargo clean
	rm -rf target node_modules .tools end2end/test-results

# ---- what is built

$(STAMPS)/server: $(SERVER_SOURCES) | $(STAMPS)/rust
	cargo build --release -p server --bin yitong
	@touch $@

$(STAMPS)/baseline: $(SERVER_SOURCES) | $(STAMPS)/rust
	cargo build --release -p server --bin baseline
	@touch $@

site: $(STAMPS)/site

$(STAMPS)/site: $(STAMPS)/islands $(STAMPS)/npm $(SITE_SOURCES)
	node tooling/assets.mjs $(SITE) target/wasm/yitong_bg.wasm
	@touch $@

$(STAMPS)/islands: $(ISLAND_SOURCES) $(BINDGEN) $(STAMPS)/rust
	cargo build -p frontend --profile wasm-release --target wasm32-unknown-unknown
	$(BINDGEN) --target web --no-typescript --out-name yitong --out-dir target/wasm \
		$(TARGET)/wasm32-unknown-unknown/wasm-release/frontend.wasm
	@touch $@

$(STAMPS):
	@mkdir -p $@

# ---- what the machine must have

tools: $(STAMPS)/rust $(STAMPS)/npm $(BINDGEN)

$(STAMPS)/rust: | $(STAMPS)
	@command -v cargo > /dev/null || { echo "Rust is missing: install it from https://rustup.rs, then run make again." >&2; exit 1; }
	@command -v cc > /dev/null || { echo "A C compiler is missing: apt-get install build-essential" >&2; exit 1; }
	@if [ ! -d "$$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then \
		command -v rustup > /dev/null || { echo "This Rust has no wasm32-unknown-unknown target and there is no rustup to add it." >&2; exit 1; }; \
		rustup target add wasm32-unknown-unknown; \
	fi
	@touch $@

# No install scripts: what they would download (browsers) comes from Debian, and the rest needs none.
$(STAMPS)/npm: package.json package-lock.json .npmrc | $(STAMPS)
	@command -v npm > /dev/null || { echo "Node.js 20 or newer is missing: apt-get install nodejs npm" >&2; exit 1; }
	npm ci --ignore-scripts
	@touch $@

# Built once for all clones of this user: the build takes minutes.
$(BINDGEN): | $(STAMPS)/rust
	@mkdir -p $(CACHE)
	@cached="$(CACHE)/wasm-bindgen-$(BINDGEN_VERSION)"; \
	export CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_TARGET_DIR="$$cached.build"; \
	install="cargo install wasm-bindgen-cli --version $(BINDGEN_VERSION) --bin wasm-bindgen --root $$cached"; \
	if ! "$$cached/bin/wasm-bindgen" --version > /dev/null 2>&1; then \
		echo "$$install"; \
		$$install --locked || $$install; \
		rm -rf "$$CARGO_TARGET_DIR"; \
	fi; \
	mkdir -p $(@D); \
	cp "$$cached/bin/wasm-bindgen" $@

debian-for-test:
	@tooling/debian.sh chromium fonts-noto-cjk postgresql

debian-for-bench:
	@tooling/debian.sh chromium fonts-noto-cjk wrk
