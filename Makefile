# make conformance   run the samples against the embedded emulator and judge them
# make test          run the tests
# Each sets up what it needs in .venv: Python 3.11 or later is all that has to be there.

PYTHON ?= python3
BIN := .venv/bin
SHARED := $(or $(CONFORMANCE_SHARED),../shared)
PWSH := $(SHARED)/powershell/linux-x64/pwsh
DOCUMENT := docs/reproducible-output.md

.PHONY: conformance test sdk-table sdk-table-write slices samples document wheel hooks attacks whole mutants spark browser clients goldens imports lint types fuzz bench pins clean

conformance: .venv/run.done
	$(BIN)/python -m conformance run

# Processes that tests start take what is compiled already, whatever the shell says of writing it.
test: .venv/dev.done
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal

# All samples and all of our own document, judged to the last count; `test` runs parts of them.
whole: .venv/dev.done
	$(BIN)/python -m pytest -m whole --durations=0 tests/samples tests/commands tests/docs

# Slips of a programmer, drawn by a seed, of what reads and judges: the nearest tests see nearly all of them.
# A smaller number draws the first of the same.
MUTANTS ?= 300
SEED ?= 12
mutants: .venv/dev.done
	$(BIN)/python -m tests.mutation --count $(MUTANTS) --seed $(SEED)

# Every attack of the corpus on the isolation; `test` runs a third of them.
attacks: .venv/dev.done
	CONFORMANCE_ATTACKS=all $(BIN)/python -m pytest tests/isolation

# Write the golden results anew; git shows what changed.
goldens: .venv/dev.done
	CONFORMANCE_GOLDENS=write $(BIN)/python -m pytest tests/goldens

# Who may import whom: the layers in pyproject.toml.
imports: .venv/dev.done
	$(BIN)/lint-imports

# The contracts are what the official files yield.
slices: .venv/dev.done
	$(BIN)/python -m conformance spec verify --upstream $(SHARED)/upstream

# Every sample in every language runs, and conforms.
samples: .venv/dev.done
	$(BIN)/python -m conformance run --pwsh $(PWSH) --require python --require powershell

# Our own document holds, is in step with the samples, and runs.
document: .venv/dev.done
	$(BIN)/python -m conformance document check $(DOCUMENT) --pwsh $(PWSH) --fail-on warning
	$(BIN)/python -m conformance document update $(DOCUMENT) --check --pwsh $(PWSH) --require powershell
	$(BIN)/python -m conformance document run $(DOCUMENT) --pwsh $(PWSH) --require python --require powershell

# An installed wheel runs from another folder.
wheel: .venv/dev.done
	.ci/wheel $(PWSH)

# The real pre-commit runs the hooks of the last commit in another repository, and the action installs itself.
hooks: .venv/dev.done .venv-hooks/done
	.ci/hooks .venv-hooks/bin/pre-commit
	CONFORMANCE_ACTION=install $(BIN)/python -m pytest tests/action

.venv-hooks/done: requirements/hooks.txt
	$(PYTHON) -m venv .venv-hooks
	.venv-hooks/bin/python -m pip install --quiet --require-hashes -r $<
	@touch $@

# What the pinned openai SDK has is what the table says; after a new pin, write it anew.
sdk-table: .venv/dev.done
	$(BIN)/python -m clients.sdk_table

sdk-table-write: .venv/dev.done
	$(BIN)/python -m clients.sdk_table --write

lint: .venv/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.done
	$(BIN)/mypy

fuzz: .venv/dev.done
	CONFORMANCE_FUZZ=long $(BIN)/python -m pytest -s tests/traffic tests/judging tests/contract tests/emulator tests/versions tests/reading tests/document

bench: .venv/dev.done
	@for benchmark in benchmarks/*.py; do echo "== $$benchmark"; $(BIN)/python $$benchmark || exit 1; done

# Spark on this machine; needs Java 17. Each major version has its own environment.
spark: .venv-spark/4.done .venv-spark/35.done
	.venv-spark/4/bin/python -m pytest -W default tests/spark --durations=5
	.venv-spark/35/bin/python -m pytest -W default tests/spark --durations=5 -k 'not two_hundred and not 200_mb'

.venv-spark/4.done: requirements/spark.txt
	$(PYTHON) -m venv .venv-spark/4
	.venv-spark/4/bin/python -m pip install --quiet --require-hashes -r requirements/spark.txt
	@touch $@

.venv-spark/35.done: requirements/spark35.txt
	$(PYTHON) -m venv .venv-spark/35
	.venv-spark/35/bin/python -m pip install --quiet --require-hashes -r requirements/spark35.txt
	@touch $@

# The HTML pages in a headless Chromium, which has to be there. `test` needs no browser.
browser: .venv-browser/done
	.venv-browser/bin/python -m pytest -W default tests/browser

.venv-browser/done: requirements/browser.txt
	$(PYTHON) -m venv .venv-browser
	.venv-browser/bin/python -m pip install --quiet --require-hashes -r requirements/browser.txt
	@touch $@

# Real clients ask the emulator, and samples meet its faults. Node comes from a registry: Debian's is older than they want.
CLIENTS := .venv-clients
clients: .venv/dev.done $(CLIENTS)/first.done $(CLIENTS)/many.done $(CLIENTS)/kernel.done $(CLIENTS)/javascript.done
	CLIENTS_PWSH=$(PWSH) CLIENTS_NODE=$(CLIENTS)/node/bin/node $(BIN)/python -m clients.table
	$(BIN)/python -m pytest clients

$(CLIENTS)/javascript.done: clients/programs/javascript/package-lock.json $(CLIENTS)/node.done
	cd clients/programs/javascript && PATH="$(CURDIR)/$(CLIENTS)/node/bin:$$PATH" npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

$(CLIENTS)/%.done: requirements/clients-%.txt
	$(PYTHON) -m venv $(CLIENTS)/$*
	$(CLIENTS)/$*/bin/python -m pip install --quiet --require-hashes -r $<
	@touch $@

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.done: requirements/run.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	@touch $@

.venv/dev.done: requirements/dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@ .venv/run.done

# Resolve the pins anew, for every platform; needs uv.
pins:
	uv pip compile requirements/run.in -o requirements/run.txt $(PIN)
	uv pip compile requirements/check.in -o requirements/check.txt -c requirements/run.txt $(PIN)
	uv pip compile requirements/dev.in -o requirements/dev.txt -c requirements/run.txt $(PIN)
	uv pip compile requirements/browser.in -o requirements/browser.txt -c requirements/dev.txt $(PIN)
	uv pip compile requirements/spark.in -o requirements/spark.txt -c requirements/dev.txt $(PIN)
	uv pip compile requirements/spark35.in -o requirements/spark35.txt -c requirements/dev.txt $(PIN)
	uv pip compile requirements/hooks.in -o requirements/hooks.txt -c requirements/dev.txt $(PIN)
	for one in first many kernel node; do uv pip compile requirements/clients-$$one.in -o requirements/clients-$$one.txt $(PIN) || exit 1; done
PIN := --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

clean:
	rm -rf .venv .venv-spark .venv-browser .venv-hooks .venv-clients clients/programs/javascript/node_modules build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
