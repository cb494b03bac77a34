# `make build` and `make test` need Python 3.11 or newer and make; the rest is set up here, once per lock.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.DEFAULT_GOAL := build
.PHONY: help build test torture bench check lock clean
.DELETE_ON_ERROR:

help: ## list what make can do
	@sed -n 's/^\([a-z]*\):.*## /\1: /p' Makefile

build: $(VENV)/.run ## build content/ into outputs/
	$(BIN)/repurpose build

test: $(VENV)/.dev ## run the tests
	$(BIN)/python -m pytest

torture: $(VENV)/.dev ## kill builds 1,000 and importers 300 times; also on PostgreSQL if REPURPOSE_POSTGRES is its address
	$(BIN)/python -m pytest -m torture

bench: $(VENV)/.dev ## measure; writes benchmarks/RESULTS.md (bench-NAME: only benchmarks/NAME.py)
	$(BIN)/python -m benchmarks

bench-%: $(VENV)/.dev
	$(BIN)/python -m benchmarks $*

check: $(VENV)/.dev ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: ## resolve requirements/*.txt anew (needs uv)
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements/run.txt
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml --group dev -o requirements/dev.txt
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements/build.in -o requirements/build.txt

clean: ## remove what was made
	rm -rf $(VENV) outputs dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The back ends are installed first and from the lock, so that building feedgen's sdist and our own package
# (--no-build-isolation) fetches nothing that carries no hash. Of an editable install pip makes no bytecode, without
# which each command would take three times as long to start where Python may not write it.
$(VENV)/.build: requirements/build.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "repurpose needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements/build.txt
	@touch $@

$(VENV)/.run: $(VENV)/.build requirements/run.txt pyproject.toml
	$(INSTALL) --no-build-isolation -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q repurpose
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(INSTALL) --no-build-isolation -r requirements/dev.txt
	@touch $@
