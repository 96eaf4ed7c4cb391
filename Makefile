# run · test · lint · bench · bench-pictures · bench-page · setup · test-long · test-boxes · test-firefox ·
# test-peers · clean: every word does its own set-up.
# All a fresh machine needs is make and Python 3.11 or newer.

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check
HOST ?= 127.0.0.1
PORT ?= 5000

# The virtual environment's tools come first; there Node.js lands too, where the system has none.
export PATH := $(CURDIR)/$(VENV)/bin:$(CURDIR)/node_modules/.bin:$(PATH)

# One stamp for each thing installed; it is made again when the file that lists it changes.
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
PEERS := $(VENV)/.peers
NODE := $(VENV)/.node
BROWSER := $(VENV)/.browser
MODULES := node_modules/.package-lock.json
BUNDLE := static/build/.bundled

.PHONY: run test lint bench bench-pictures bench-page setup test-long test-boxes test-firefox test-peers clean

run: $(RUNTIME) $(BUNDLE)
	$(PYTHON) app.py --host $(HOST) --port $(PORT)

test: lint $(BROWSER)
	$(PYTHON) -m pytest -n 2 --dist worksteal
	node --test tests/js/*.test.mjs

lint: $(DEV) $(BUNDLE)
	ruff check .
	ruff format --check .
	mypy
	biome ci --error-on-warnings .
	tsc --project .

# A heap that is trimmed after every large array costs whoever runs next 180 page faults.
STEADY := MALLOC_TRIM_THRESHOLD_=268435456 MALLOC_MMAP_THRESHOLD_=268435456

bench: $(PEERS)
	$(STEADY) $(PYTHON) -m benchmarks

bench-pictures: $(DEV) $(BUNDLE) $(BROWSER)
	$(PYTHON) -m benchmarks.pictures

bench-page: $(DEV) $(BUNDLE) $(BROWSER)
	$(PYTHON) -m benchmarks.page

test-long: $(DEV) $(BUNDLE)
	$(PYTHON) -m pytest -n 2 --dist worksteal -m long

test-boxes: $(DEV) $(BUNDLE) $(BROWSER)
	$(PYTHON) -m pytest -n 2 --dist worksteal -m boxes

test-firefox: $(RUNTIME) $(BUNDLE)
	sh scripts/find_firefox.sh
	node --test tests/firefox/*.test.mjs

test-peers: $(PEERS) $(BUNDLE) $(BROWSER)
	$(PYTHON) -m pytest -m peers

setup: $(DEV) $(BUNDLE) $(BROWSER)

clean:
	rm -rf $(VENV) node_modules static/build .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results

$(PYTHON):
	sh scripts/make_venv.sh $(VENV)

$(RUNTIME): requirements.txt | $(PYTHON)
	$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	$(PIP) -r requirements-dev.txt
	@touch $@

$(PEERS): requirements-peers.txt $(DEV)
	$(PIP) -r requirements-peers.txt
	@touch $@

$(NODE): requirements-node.txt | $(PYTHON)
	sh scripts/find_node.sh || $(PIP) -r requirements-node.txt
	@touch $@

$(BROWSER): $(DEV)
	sh scripts/find_browser.sh || $(PYTHON) -m playwright install chromium
	@touch $@

$(MODULES): package.json package-lock.json $(NODE)
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BUNDLE): scripts/bundle.mjs $(wildcard static/css/*.css static/css/*/*.css) \
	$(wildcard static/js/*.js static/js/*/*.js static/js/*/*/*.js static/js/state/*.json) $(MODULES) $(RUNTIME)
	node scripts/bundle.mjs
	$(PYTHON) -m web.assets
	@touch $@
