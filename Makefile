# make serve: from a clone to answers.  make test: the whole suite.  Both set up .venv when needed.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
WANTED := $(shell cat pyproject.toml requirements.txt | cksum | cut -d' ' -f1)
SERVES := .venv/.serves-$(WANTED)
DEVELOPS := .venv/.develops-$(WANTED)
# uv, where it is installed, takes seconds; pip, which the environment has in any case, about two minutes.
URL ?= http://127.0.0.1:8000
UV := $(shell command -v uv 2>/dev/null)
PIP = $(BIN)/python -m pip install --disable-pip-version-check --progress-bar on
INSTALL = $(if $(UV),"$(UV)" pip install --python $(BIN)/python,$(PIP)) --constraint requirements.txt --editable

.DEFAULT_GOAL := help
.PHONY: help setup serve scripts build test strangers protege pictures bench check fuseki lint format clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Install one, or set PYTHON=/path/to/python3."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than Python 3.11. Set PYTHON=/path/to/python3."; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python has no venv module. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "== A virtual environment in .venv, of $$("$(PYTHON)" --version)"
	@$(if $(UV),"$(UV)" venv --quiet --seed --python "$(PYTHON)" .venv,"$(PYTHON)" -m venv .venv)

$(SERVES): | $(BIN)/python
	@echo "== What serving needs, into .venv, with $(if $(UV),uv,pip)"
	@$(INSTALL) '.[build,serve]'
	@rm -f .venv/.serves-*; touch $@

$(DEVELOPS): | $(BIN)/python
	@echo "== What serving, building and testing need, into .venv, with $(if $(UV),uv,pip)"
	@$(INSTALL) '.[dev]'
	@rm -f .venv/.serves-* .venv/.develops-*; touch $(SERVES) $@

setup: $(DEVELOPS) scripts  ## create .venv and install everything into it

serve: $(SERVES) scripts  ## build when needed, serve, print the address
	@echo "== The service; it builds the graph first, when there is none or the sources are newer"
	@$(BIN)/python server.py

scripts: | $(SERVES)  ## build the scripts of the pages; pages work without them
	@echo "== The scripts of the pages, when their sources have changed"
	@$(BIN)/python frontend/build.py || true

build: $(SERVES)  ## build the graph
	$(BIN)/genfilm build

test: $(DEVELOPS)  ## run the whole test suite, quick tests first
	@$(BIN)/python -m pytest

STRANGERS := tests/strangers
strangers:  ## clients that fetch packages of their own, against the service at URL; needs Node, R, Java and Maven
	npm install --silent --no-save --no-package-lock --prefix $(STRANGERS) @modelcontextprotocol/sdk \
	  @comunica/query-sparql@4 openapi-typescript openapi-fetch @hey-api/openapi-ts typescript@5 \
	  @citation-js/core @citation-js/plugin-bibtex @citation-js/plugin-csl @citation-js/plugin-ris
	node $(STRANGERS)/mcp.mjs $(URL)
	node $(STRANGERS)/comunica.mjs $(URL)
	node $(STRANGERS)/references.mjs $(URL)
	$(if $(ZOTERO),node $(STRANGERS)/zotero.mjs $(URL) $(ZOTERO))
	cd $(STRANGERS) && node_modules/.bin/openapi-typescript $(URL)/api/openapi.json -o node_modules/.made/api.d.ts
	cd $(STRANGERS) && node_modules/.bin/openapi-ts --silent -i $(URL)/api/openapi.json -o .made/heyapi
	cd $(STRANGERS) && node_modules/.bin/tsc --strict --target es2022 --module nodenext --lib es2022,dom,dom.iterable \
	  --skipLibCheck --rootDir . --outDir node_modules/.made rest.mts heyapi.mts
	node $(STRANGERS)/node_modules/.made/rest.mjs $(URL)
	node $(STRANGERS)/node_modules/.made/heyapi.mjs $(URL)
	$(PYTHON) -m venv $(STRANGERS)/.venv
	$(STRANGERS)/.venv/bin/pip install --quiet --disable-pip-version-check polars duckdb pyright reconciler
	$(STRANGERS)/.venv/bin/python $(STRANGERS)/tables.py $(URL)
	$(STRANGERS)/.venv/bin/python $(STRANGERS)/spreadsheet.py $(URL)
	$(STRANGERS)/.venv/bin/pyright --pythonpath $(BIN)/python genfilm/client $(STRANGERS)/typed.py
	Rscript $(STRANGERS)/tables.R $(URL)
	mvn -q -B -f $(STRANGERS)/java/pom.xml dependency:build-classpath -Dmdep.outputFile=target/classpath
	java -cp "$$(cat $(STRANGERS)/java/target/classpath)" $(STRANGERS)/java/JenaClient.java $(URL)
	java -cp "$$(cat $(STRANGERS)/java/target/classpath)" $(STRANGERS)/java/Rdf4jClient.java $(URL)
	mvn -q -B -f $(STRANGERS)/java/pom.xml dependency:copy -DoutputDirectory=target \
	  -Dartifact=org.openapitools:openapi-generator-cli:7.14.0
	cd $(STRANGERS)/java/target && java -jar openapi-generator-cli-7.14.0.jar generate -g java --library native \
	  -i $(URL)/api/openapi.json -o rest --additional-properties=openApiNullable=false,useSingleRequestParameter=true \
	  --additional-properties=apiPackage=rest,modelPackage=rest.model,invokerPackage=rest \
	  --global-property=apis,models,supportingFiles,apiTests=false,modelTests=false > generated.log
	cd $(STRANGERS)/java && javac -nowarn -proc:none -d target/classes -cp "$$(cat target/classpath)" \
	  $$(find target/rest/src/main/java -name '*.java') RestClient.java
	java -cp "$(STRANGERS)/java/target/classes:$$(cat $(STRANGERS)/java/target/classpath)" RestClient $(URL)

protege: $(DEVELOPS)  ## an afternoon in Protégé itself; needs Java, Maven, Xvfb and openbox (RUNS=10 for ten)
	$(BIN)/python -m tests.desktop.afternoon $(RUNS)

pictures: $(DEVELOPS)  ## make the pictures of examples/protege.md, in Protégé
	$(BIN)/python -m tests.desktop.pictures

bench: $(DEVELOPS)  ## measure beside other servers (see benchmarks/README.md)
	@test -d "$${BENCH_PEERS:-/tmp/genfilm-peers}/venv" || $(BIN)/python -m benchmarks.install || true
	$(BIN)/python -m benchmarks.run $(BENCH)

fuseki:  ## start Apache Jena Fuseki on port 3030, an engine for GENFILM_ENGINE (docs/cluster.md)
	@deploy/fuseki.sh

check: $(SERVES)  ## run every question against its promise
	$(BIN)/genfilm check

lint: $(DEVELOPS)  ## style, types, Turtle style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/genfilm fmt --check
	$(BIN)/python frontend/build.py check

format: $(DEVELOPS)  ## bring code and Turtle into style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/genfilm fmt

clean:  ## remove builds and the virtual environment
	rm -rf build .venv frontend/node_modules frontend/.test genfilm/web/site/static/dist .pytest_cache .mypy_cache .ruff_cache
