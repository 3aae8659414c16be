# make example: plan the first example    make test: run the tests    make help: everything else
PYTHON ?= python3
BIN := .venv/bin
SIZES := 100 500 2000

.PHONY: help example test check benchmark benchmark-academy benchmark-replanning catalogue readme constraints clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/:/'

example: .venv/used ## set up, plan the first example, show where its calendars lie
	$(BIN)/planner plan examples/premier_degre_zone_a.yaml

test: .venv/made ## set up, run all tests and show which lines and branches they reach
	$(BIN)/python -m pytest -q -n 2 --cov --cov-branch --cov-report=term:skip-covered

check: .venv/made ## format, lint, types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

benchmark: .venv/used ## measure the planner against its limits of time (a minute)
	$(BIN)/python -m benchmarks

benchmark-academy: .venv/used ## measure whole academies, SIZES="100 500 2000" (8000 takes a while)
	$(BIN)/python -m benchmarks.academy $(SIZES)

benchmark-replanning: .venv/used ## measure 20 changes in an academy of 2,000 sessions, one after another
	$(BIN)/python -m benchmarks.replanning

catalogue: .venv/made ## collect the sentences of the code into the French catalogue, and compile it
	$(BIN)/python -m tools.catalogue

readme: .venv/made ## put the summary of the first example into README.md as it prints
	$(BIN)/python -m tools.readme

constraints: .venv/made ## write the versions of .venv into constraints.txt
	{ head -1 constraints.txt; $(BIN)/python -m pip freeze --all --exclude-editable --exclude setuptools; } > constraints.new
	mv constraints.new constraints.txt

clean: ## remove what was set up and made
	rm -rf .venv build dist out

.venv/used: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q -c constraints.txt pip
	$(BIN)/python -m pip install -q -c constraints.txt --build-constraint constraints.txt -e .
	$(BIN)/python -m compileall -q calendars planner  # an editable install leaves it to the first run
	touch $@

.venv/made: .venv/used
	$(BIN)/python -m pip install -q -c constraints.txt --group dev
	touch $@
