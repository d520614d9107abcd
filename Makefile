# `make prove` prints the proofs, `make test` runs everything that must pass; `make help` lists all.
# Both make a virtual environment in .venv first and need nothing but Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SOURCES := verifier tests benchmarks

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help prove check handouts test lint unit stale browser fuzz bench clean
.DELETE_ON_ERROR:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prove: $(VENV)/.installed ## prove the five derivatives, by both routes
	@$(BIN)/backproof prove

check: $(VENV)/.installed ## check the articles of the library
	@$(BIN)/backproof check --strict derivations

handouts: $(VENV)/.installed ## write the handouts to output/
	@$(BIN)/backproof handout --to md,tex -o output/

test: lint unit stale ## all that must pass: lint, unit, stale

lint: $(VENV)/.installed-dev ## style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

unit: $(VENV)/.installed-dev ## the tests
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal

stale: $(VENV)/.installed-dev ## the committed handouts are up to date, the library is right
	@$(BIN)/backproof handout --check
	@$(BIN)/backproof check --strict derivations

browser: ## install what the tests of the page in a browser need, on Debian (Chromium, axe-core)
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -qq -y chromium; }
	@test -d node_modules/axe-core || npm install --silent --no-save --no-package-lock axe-core@4

fuzz: $(VENV)/.installed-dev ## the long random tests
	@$(BIN)/python -m pytest -q -m fuzz

bench: $(VENV)/.installed-dev ## the measurements of benchmarks/
	@set -e; for script in benchmarks/[!_]*.py; do \
	  test -e "$$script" || { echo "benchmarks/ holds no script"; exit 0; }; \
	  echo "== $$script"; PYTHONPATH=. $(BIN)/python "$$script"; done

clean: ## remove the virtual environment, caches and builds
	@rm -rf $(VENV) dist build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache
	@find $(wildcard $(SOURCES)) -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps make an installation happen once, and again when pyproject.toml changes. Installing is
# quiet; what pip has to say about a failure still appears.
$(VENV)/.installed: pyproject.toml
	$(call create-environment)
	@echo "Installing backproof into $(VENV)/ (once) ..." >&2
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml
	$(call create-environment)
	@echo "Installing backproof and its development tools into $(VENV)/ (once) ..." >&2
	@$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.installed

define create-environment
@command -v $(PYTHON) >/dev/null || { \
  echo "backproof needs Python 3.11 or newer, but '$(PYTHON)' was not found." >&2; \
  echo "Name one with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "backproof needs Python 3.11 or newer, but '$(PYTHON)' is $$($(PYTHON) -V 2>&1)." >&2; \
  echo "Name a newer one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
endef
