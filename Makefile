# On a fresh machine: Python 3.11 or newer, and make. Everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin

# Recorded traffic of the real services, suites of others, published specifications: where this machine has them beside
# the checkout. Tests and proofs that need what is not there skip, and say so.
beside = $(abspath $(wildcard ../shared/$(1)))
export MOCKLLM_TRAFFIC ?= $(call beside,traffic)
export MOCKLLM_CONFORMANCE ?= $(call beside,conformance)
export MOCKLLM_SPECS ?= $(call beside,specs)

# Dozens of servers are started by the tests; each would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test proofs bench golden fmt lint types layers docs cover cassettes build clean

demo: .venv/demo.stamp
	$(BIN)/python -m tests.demo

# Lint says no in a second; the rest shares the cores.
test: lint
	$(MAKE) --no-print-directory -j 3 types layers cover

# PROOFS names files, where not all are wanted.
proofs: .venv/dev.stamp
	$(BIN)/python -m pytest -q -rs -m proof --timeout 1200 --hypothesis-profile proofs $(PROOFS)

# Wants a quiet machine. BENCH holds options: `make bench BENCH="--only chat,paced"`.
bench: .venv/dev.stamp
	$(BIN)/python -m tests.bench $(BENCH)

golden: .venv/dev.stamp
	$(BIN)/python -m tests.helptext --update
	$(BIN)/python -m tests.scenario.keytables --update
	$(BIN)/python -m pytest -q -n 2 --update-golden
	git --no-pager diff --stat -- tests/golden docs/commands.md

fmt: .venv/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev.stamp
	$(BIN)/mypy

layers: .venv/dev.stamp
	$(BIN)/lint-imports

docs: .venv/dev.stamp
	$(BIN)/python -m tests.helptext
	$(BIN)/python -m pytest -q tests/test_docs.py

cover: .venv/dev.stamp
	$(BIN)/python -m pytest -q -n 2 --cov --cov-report term

cassettes: .venv/dev.stamp
	$(BIN)/python -m tests.cassettes
	$(BIN)/mockllm cassette verify $(wildcard cassettes/*.yaml)

build: .venv/dev.stamp
	$(BIN)/python -m build --outdir dist .

clean:
	rm -rf .venv dist build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# uv takes seconds for what takes pip half a minute. Where it cannot be had, or finds less than pip is set up to, pip does it.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
install = ($(PIP) uv && $(BIN)/uv pip install --quiet --python $(BIN)/python --editable '.[$(1)]') || \
	$(PIP) --editable '.[$(1)]'

.venv/demo.stamp: pyproject.toml | $(BIN)/python
	$(call install,sdks)
	touch $@

.venv/dev.stamp: pyproject.toml | $(BIN)/python
	$(call install,dev)
	touch $@

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mockllm needs Python 3.11 or newer; name one with PYTHON=...")'
	$(PYTHON) -m venv .venv
