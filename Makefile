# Everything a developer does here. `make` alone lists it.
# Needs git, make and Python 3.11 or newer; each target sets up its own environment in .venv first.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST_ARGS ?=
BENCH ?=
RUN_DEMO := scripts/demo.py

.DEFAULT_GOAL := help
.PHONY: help demo test lint format docs docs-check lock coverage coverage-gates bench mutate clean

help:  ## list what there is
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  make %-11s %s\n", $$1, $$2 }'

demo: $(VENV)/.runtime  ## show the whole road on sample postmortems, in build/demo
	@$(BIN)/python $(RUN_DEMO)

test: $(VENV)/.test  ## run every test (PYTEST_ARGS="-k due" for some)
	$(BIN)/python -m pytest -n auto --dist loadgroup $(PYTEST_ARGS)

lint: $(VENV)/.dev  ## check style, types, import rules and generated docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

format: $(VENV)/.dev  ## put the code into its one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.test  ## write the generated parts of docs/ anew
	$(BIN)/python docs/generate.py

docs-check: $(VENV)/.test  ## fail if a generated part of docs/ is stale
	$(BIN)/python docs/generate.py --check

coverage: $(VENV)/.test  ## run the tests and hold branch coverage to its gates
	$(MAKE) test PYTEST_ARGS="--cov --cov-report= $(PYTEST_ARGS)"
	$(MAKE) coverage-gates

coverage-gates: $(VENV)/.test
	$(BIN)/coverage report --include='syncer/core/*,syncer/formats/*' --fail-under=100
	$(BIN)/coverage report --omit='syncer/core/*,syncer/formats/*' --fail-under=95

bench: $(VENV)/.dev  ## measure against references, fail over budget (BENCH=startup for one)
	$(BIN)/python -m benchmarks $(BENCH)

mutate: $(VENV)/.dev  ## plant faults in the core and see that the tests find them
	$(BIN)/mutmut run

lock: $(VENV)/.dev  ## resolve requirements/ anew from pyproject.toml
	UV=$(BIN)/uv scripts/lock

clean:  ## remove everything that was made here
	rm -rf $(VENV) build dist mutants .coverage .coverage.* htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# One environment, three fillings; a stamp says which of them is in.
# A link to an interpreter that is gone counts as no environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "syncer needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo not there)." >&2; \
	  echo "Name another one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: requirements/build.txt requirements/runtime.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime requirements/test.txt
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.test requirements/dev.txt
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
