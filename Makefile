# make serve: from a clone to answers.  make test: the whole suite.  Both set up .venv when needed.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
STAMP := .venv/.ready-$(shell cat pyproject.toml requirements.txt | cksum | cut -d' ' -f1)

.DEFAULT_GOAL := help
.PHONY: help setup serve scripts build test bench check lint format clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP):
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Install one, or set PYTHON=/path/to/python3."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than Python 3.11. Set PYTHON=/path/to/python3."; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python has no venv module. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	"$(PYTHON)" -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@rm -f .venv/.ready-*; touch $@

setup: $(STAMP) scripts  ## create .venv and install everything into it

serve: $(STAMP) scripts  ## build when needed, serve, print the address
	$(BIN)/python server.py

scripts: $(STAMP)  ## build the scripts of the pages; pages work without them
	@$(BIN)/python frontend/build.py || true

build: $(STAMP)  ## build the graph
	$(BIN)/genfilm build

test: $(STAMP)  ## run the whole test suite
	$(BIN)/python -m pytest

bench: $(STAMP)  ## measure beside other servers (see benchmarks/README.md)
	@test -d "$${BENCH_PEERS:-/tmp/genfilm-peers}/venv" || $(BIN)/python -m benchmarks.install || true
	$(BIN)/python -m benchmarks.run $(BENCH)

check: $(STAMP)  ## run every question against its promise
	$(BIN)/genfilm check

lint: $(STAMP)  ## style, types, Turtle style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/genfilm fmt --check
	$(BIN)/python frontend/build.py check

format: $(STAMP)  ## bring code and Turtle into style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/genfilm fmt

clean:  ## remove builds and the virtual environment
	rm -rf build .venv frontend/node_modules frontend/.test genfilm/web/site/static/dist .pytest_cache .mypy_cache .ruff_cache
