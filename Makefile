# Every target does its own set-up on first use; afterwards none needs the network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help site serve lint test check compare mutants bench clean

help: ## Show this list.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

site: $(VENV)/run ## Build the sample bulletin into site/.
	$(BIN)/bulletin build

serve: $(VENV)/run ## Serve the sample and rebuild it on every change.
	$(BIN)/bulletin serve

test: $(VENV)/dev browser ## Run all tests.
	$(BIN)/python -m pytest -n auto tests

lint: $(VENV)/dev ## Style, types and layers.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: lint test ## Everything that the gate asks, before every commit.

compare: $(VENV)/dev ## What the program makes of the sample, beside a revision: BASE=REV.
	$(BIN)/python -m tests.sample.outputs $(BASE)

mutants: $(VENV)/dev ## Break the rules of privacy one by one: every break must be found.
	$(BIN)/python -m tests.mutants

bench: $(VENV)/bench $(VENV)/dev ## Measure against Hugo and plain MkDocs; ARGS="--count 1000" for less.
	$(BIN)/python -m benchmarks $(ARGS)
	BULLETIN_CACHE_ROUNDS=10 $(BIN)/python -m pytest -n auto tests/site/test_caches.py

clean: ## Remove what was built; the virtual environment stays.
	rm -rf site .site.building .site.replaced .bulletin .benchmarks

# A stamp a set of requirements: made anew when its pins change.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run $(VENV)/dev $(VENV)/bench: $(VENV)/%: requirements/%.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$*.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Browser tests want Chromium, and Playwright libatomic1. As root on Debian they are installed; without a
# browser these tests are skipped with a reason, except under CI, where they fail.
.PHONY: browser
browser:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && ! { dpkg -s libatomic1 && \
	  command -v chromium-headless-shell chromium chromium-browser google-chrome; } >/dev/null 2>&1; then \
	  echo "Installing Chromium for the browser tests"; export DEBIAN_FRONTEND=noninteractive; \
	  { apt-get update -qq && apt-get install -y -qq libatomic1 && \
	  { apt-get install -y -qq chromium-headless-shell 2>/dev/null || apt-get install -y -qq chromium; }; } >/dev/null || true; \
	fi
