# `make` or `make help` lists what there is. Everything is installed into .venv and nowhere else.

# The first of these that is Python 3.11 to 3.13 with its parts is taken: `make run PYTHON=python3.12`
PYTHON ?= python3.13 python3.12 python3.11 python3
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check
PORTAL := $(VENV)/bin/victim-portal
# Wheels only: nothing is compiled here, and no build tool comes in without its hash.
LOCKED := install --require-hashes --only-binary :all: --no-deps
# A file of tests stays on one worker, so that a server or a browser is started once for it; in the
# order of tests/conftest.py, so that no worker is left alone with a long one at the end.
PYTEST := $(PY) -m pytest -n auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

# Stamps of what is installed. A newer lock file installs again; otherwise a start takes seconds.
RUNTIME := $(VENV)/.installed-runtime
PROJECT := $(VENV)/.installed-project
DEV     := $(VENV)/.installed-dev
TOOLS   := $(VENV)/.installed-test-tools
CATALOGUES := $(wildcard victim_portal/translations/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run install install-dev test check coverage format format-check lint types contracts \
	migrations-check bench torture histories sbom assets lock clean

help: ## Show this list
	@echo "Victim Portal"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(PROJECT) ## Set up, fill the demo on first start, then serve http://localhost:5000 with the worker
	@$(PORTAL) migrate
	@if [ "$${VICTIM_PORTAL_ENVIRONMENT:-demo}" = demo ]; then $(PORTAL) demo --quiet; fi
	@$(PORTAL) serve --with-worker

install: $(PROJECT) ## Set up what the portal needs to run, into .venv
	@echo "Set up in $(VENV). Next: make run"

install-dev: $(PROJECT) $(DEV) ## Set up what the checks need as well

test: install-dev $(TOOLS) ## Run every test, those in a browser included
	@$(PYTEST) $(PYTEST_ARGS)

check: install-dev ## The whole gate: format, lint, types, contracts, migrations, then every test
	@$(MAKE) --no-print-directory format-check
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory contracts
	@$(MAKE) --no-print-directory migrations-check
	@$(MAKE) --no-print-directory test
	@echo "Everything is in order."

# Apart from the gate: tracing each line takes as long again as the tests themselves.
coverage: ## Run every test and say which lines none of them reached
	@$(MAKE) --no-print-directory test PYTEST_ARGS="--cov --cov-report=term $(PYTEST_ARGS)"

format: $(DEV) ## Lay out the Python files and repair what ruff can
	@$(VENV)/bin/ruff format
	@$(VENV)/bin/ruff check --fix

format-check: $(DEV)
	@$(VENV)/bin/ruff format --check

lint: $(DEV) ## Look for mistakes in the Python files
	@$(VENV)/bin/ruff check

types: $(DEV) ## Check the types
	@$(VENV)/bin/mypy

contracts: $(DEV) ## Check that imports keep to the map of the code
	@$(VENV)/bin/lint-imports --no-logo

migrations-check: install-dev ## Check that the migrations make what the models say
	@$(PY) -m pytest tests/integration/test_migrations.py -q

bench: install-dev ## Print figures of this machine, each beside a bare baseline
	@$(PY) -m tests.bench

torture: install-dev ## Kill workers for ten minutes on PostgreSQL (SECONDS=60: for one), then six hours without providers
	@SECONDS=$(or $(SECONDS),600) $(PY) -m tests.torture
	@OUTAGE_MESSAGES=$(or $(OUTAGE_MESSAGES),600) $(PY) -m pytest -q -n 2 tests/integration/test_outage.py

histories: install-dev ## Tell 10,000 histories between approval and sending (HISTORIES=500: fewer)
	@HISTORIES=$(or $(HISTORIES),10000) $(PY) -m tests.histories

sbom: $(DEV) ## Write the lists of all parts (CycloneDX) to sbom/, from the lock files
	@mkdir -p sbom
	@$(VENV)/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
		--mc-type application --output-reproducible --of JSON -o sbom/python.cdx.json 2>/dev/null
	@$(PY) hatch_build.py --sbom sbom/front-end.cdx.json
	@echo "The parts of the portal are listed in sbom/."

assets: $(PROJECT) ## Fetch the front-end assets again and compile the translations
	@$(PY) hatch_build.py

# `make lock UPGRADE=--upgrade` takes newer versions; without it only what pyproject.toml changed.
lock: ## Write the lock files anew (needs uv and npm)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	uv pip compile pyproject.toml --group build $(UV_LOCK) -o requirements.lock
	uv pip compile pyproject.toml --group dev -c requirements.lock $(UV_LOCK) -o requirements-dev.lock
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund
UV_LOCK := --quiet --no-config --universal --python-version 3.11 --only-binary :all: \
	--generate-hashes --no-annotate --custom-compile-command "make lock" $(UPGRADE)

clean: ## Remove what was built and installed; the data under var/ stays
	rm -rf $(VENV) node_modules build dist sbom htmlcov .coverage .coverage.* *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf victim_portal/static/dist
	find victim_portal -name '*.mo' -delete
	find victim_portal tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/pip:
	@found=; for candidate in $(PYTHON); do \
		if "$$candidate" -c 'import ensurepip, sqlite3, ssl, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; \
		then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "The portal needs Python 3.11, 3.12 or 3.13 with the modules venv, ensurepip, ssl and sqlite3." >&2; \
		echo "Tried: $(PYTHON). On Debian: apt-get install python3 python3-venv." >&2; \
		echo "Elsewhere, name yours: make run PYTHON=/path/to/python3.12" >&2; \
		exit 1; \
	fi; \
	echo "Set-up 1 of 3: a virtual environment with $$("$$found" --version)"; \
	"$$found" -m venv --clear $(VENV)

$(RUNTIME): requirements.lock | $(VENV)/bin/pip
	@echo "Set-up 2 of 3: the packages of requirements.lock (a minute or so the first time)"
	@$(PIP) $(LOCKED) -r requirements.lock
	@touch $@

$(PROJECT): $(RUNTIME) pyproject.toml hatch_build.py package.json package-lock.json $(CATALOGUES)
	@echo "Set-up 3 of 3: front-end assets, translations and the victim-portal command"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock | $(RUNTIME)
	@echo "Set-up for the checks: the packages of requirements-dev.lock"
	@$(PIP) $(LOCKED) -r requirements-dev.lock
	@touch $@

# Without these the accessibility and HTML tests skip and say so; where CI=true that is an error.
$(TOOLS): package-lock.json | $(PROJECT)
	@echo "Set-up for the checks: accessibility and HTML checkers"
	@if $(PY) hatch_build.py --test-tools; then touch $@; \
	else echo "The accessibility and HTML tests will be skipped." >&2; [ "$$CI" != true ]; fi
