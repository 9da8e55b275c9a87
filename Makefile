# On a fresh machine: Python 3.11 or newer, and make. Everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin

# Recorded traffic of the real services, suites of others, published specifications: where this machine has them beside
# the checkout. Tests and proofs that need what is not there skip, and say so.
beside = $(abspath $(wildcard ../shared/$(1)))
export MOCKLLM_TRAFFIC ?= $(call beside,traffic)
export MOCKLLM_CONFORMANCE ?= $(call beside,conformance)
export MOCKLLM_SPECS ?= $(call beside,specs)

.PHONY: demo test proofs bench golden fmt lint types layers docs cover cassettes build clean

demo: .venv/demo.stamp
	$(BIN)/python -m tests.demo

test: lint types layers cover

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

# Tests that go over all tables and all traffic find no line that the others miss, and tracing them takes a minute.
WIDE := tests/refusals tests/docs tests/test_recorded_traffic.py tests/vendors/test_recited.py

cover: .venv/dev.stamp
	$(BIN)/python -m pytest -q -n 2 --cov --cov-report term $(addprefix --ignore=,$(WIDE))
	$(BIN)/python -m pytest -q -n 2 $(WIDE)

cassettes: .venv/dev.stamp
	$(BIN)/python -m tests.cassettes
	$(BIN)/mockllm cassette verify $(wildcard cassettes/*.yaml)

build: .venv/dev.stamp
	$(BIN)/python -m build --outdir dist .

clean:
	rm -rf .venv dist build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/demo.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[sdks]'
	touch $@

.venv/dev.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mockllm needs Python 3.11 or newer; name one with PYTHON=...")'
	$(PYTHON) -m venv .venv
