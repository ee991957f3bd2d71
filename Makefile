# The two commands a reader of the README needs are `make run` and `make test`.
# Everything installed lands in .venv; the only requirement is Python 3.11 or newer with its venv module.

SHELL := /bin/sh
# Two things at once where neither needs the other: the database is built while what only tests need is installed.
MAKEFLAGS += --jobs=2
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run build plotly test test-deep test-quick browser java check format bench bench-peers soak pictures documents-check gap-pages rooms host-check bench-records lock audit sbom fuzz clean

# The first of these that is new enough and complete makes the environment; `make run PYTHON=/path/to/python3` chooses one.
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
VENV := .venv
PY := $(VENV)/bin/python
# Wheels only: no compiler is needed, and no code of a package runs while it is installed. A module is compiled when it is
# first imported: of the eleven thousand that are installed few ever are, and pip would compile all, one by one.
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: --require-hashes \
	--no-compile
# Compiled modules are kept, whatever this machine says of it: a run of the tests starts some dozens of Pythons.
unexport PYTHONDONTWRITEBYTECODE
LOCK := $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	--python-version 3.11

# The files of tests in their order, so that those which drive a browser come first: they take longest, and a long one
# that is begun last is waited for by itself.
PYTEST := $(PY) -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder

DATABASE := data/equity.duckdb
# What builds the file: its inputs and the code of its rules. The folders are named too: their time changes when a file is
# taken away, which no remaining file shows.
BUILDING := data/pipeline data/disclosure data/statistics data/statistics/inequality data/observations data/geography data/catalog data/catalog/publication
INPUTS := $(wildcard data/snapshot data/indicators data/questions data/areas data/snapshot/*.csv data/indicators/*.toml \
	data/questions/*.toml data/areas/*.toml \
	data/sources/*.toml assets/geometry/*.json $(BUILDING) $(addsuffix /*.py,$(BUILDING)) data/*.py)
# Whoever names a published file in EQUITY_DATABASE wants that one served, and none built here.
SERVED_DATABASE := $(if $(EQUITY_DATABASE),,$(DATABASE))

help: ## list the commands
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

run: $(VENV)/installed $(SERVED_DATABASE) ## serve the site on this machine, at port 8050 or $PORT
	@exec $(PY) serve.py

build: $(VENV)/installed ## build data/equity.duckdb from the snapshot, even when it is up to date
	@$(PY) -m data build --to $(DATABASE)

test: $(VENV)/installed-records $(DATABASE) browser java ## run every test; ARGS="-k gap" chooses some
	@$(PYTEST) $(ARGS)

test-deep: $(VENV)/installed-records $(DATABASE) browser java ## run every test with all examples of each property, ten times as many
	@$(PYTEST) --hypothesis-profile=deep $(ARGS)

test-quick: $(VENV)/installed-dev $(DATABASE) ## run the tests that need no browser and little time: all in under a minute
	@$(PYTEST) -m "not browser and not slow" --ignore tests/browser --ignore tests/engines $(ARGS)

browser: $(VENV)/installed-dev ## find or get the Chromium that the tests drive
	@$(PY) -m tests.browser.chromium

java: browser ## find or get the Java that Spark's tests need; after the browser, since two installs of Debian's wait for each other
	@$(PY) -m tests.engines.java

check: $(VENV)/installed-dev ## lint, formatting, types and the import rule
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/oxlint assets tests/assets tests/browser
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo

format: $(VENV)/installed-dev ## format the code and mend what ruff can mend
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

bench: $(VENV)/installed-dev $(DATABASE) ## measure how fast the site answers; ARGS="unseen memory" chooses some
	@$(PY) -m tests.bench $(ARGS)

bench-peers: $(VENV)/installed-dev $(DATABASE) browser ## set the site beside a plain Dash page, Vizro and Streamlit on the same work
	@$(PY) -m tests.bench peers

bench-records: $(VENV)/installed-records ## measure how counting made-up records grows, on DuckDB and Spark
	@$(PY) -m tests.records_bench $(ARGS)

soak: $(VENV)/installed-dev $(DATABASE) ## ten minutes of readers, a new data file, killed workers; ARGS="--minutes 1"
	@$(PY) -m tests.soak $(ARGS)

# Its makers' cut of plotly.js to simple charts, of the very version that requirements.txt has: a quarter of the whole.
PLOTLY_CUT := plotly.js-basic-dist-min
PLOTLY_SHA256 := ea907f854b6cec4f6a2fa71540ec019a21ed2c61e6a109ddd5c072103a96eed0
plotly: $(VENV)/installed ## fetch plotly.js cut to the charts in use, with npm; without it the site serves the whole
	@version=$$($(PY) -c 'from plotly.offline import get_plotlyjs_version as v; print(v())') && mkdir -p build/plotly && \
		cd build/plotly && npm pack --silent --ignore-scripts $(PLOTLY_CUT)@$$version >/dev/null && \
		echo "$(PLOTLY_SHA256)  $(PLOTLY_CUT)-$$version.tgz" | sha256sum --check --quiet && \
		tar -xzf $(PLOTLY_CUT)-$$version.tgz package/plotly-basic.min.js && \
		mv package/plotly-basic.min.js ../plotly-basic-$$version.min.js && echo "build/plotly-basic-$$version.min.js"

pictures: $(VENV)/installed-dev $(DATABASE) browser ## take the pictures of docs/pages.md anew
	@$(PY) -m tests.pictures

documents-check: $(VENV)/installed-dev $(DATABASE) ## open files of views with LibreOffice, take the pictures of docs/files.md
	@$(PY) -m tests.office

gap-pages: $(VENV)/installed-dev $(DATABASE) ## read every page of gaps of the state into docs/gaps-review.md
	@$(PY) -m tests.gap_pages

rooms: $(VENV)/installed-dev ## draw the picture of docs/architecture.md anew, from the imports
	@$(PY) -m tests.rooms

host-check: $(VENV)/installed-dev $(DATABASE) .venv-hosting/installed ## try image, proxy and manifests without Docker; ARGS="papers" some of it
	@$(PY) -m tests.hosting $(ARGS)

lock: $(VENV)/installed-dev ## pin requirements.in and requirements-dev.in, with hashes, for every supported Python
	@$(LOCK) requirements.in --output-file requirements.txt
	@$(LOCK) requirements-dev.in --output-file requirements-dev.txt
	@$(LOCK) requirements-records.in --output-file requirements-records.txt
	@$(LOCK) requirements-audit.in --output-file requirements-audit.txt
	@$(LOCK) requirements-fuzz.in --output-file requirements-fuzz.txt
	@$(LOCK) requirements-hosting.in --output-file requirements-hosting.txt
	@for peer in vizro streamlit; do $(LOCK) tests/peers/$$peer.in --output-file tests/peers/$$peer.txt; done

audit: $(VENV)-audit/installed ## ask whether anything known is wrong with what is pinned; says so where nobody can be asked
	@$(VENV)-audit/bin/python -m tests.audit

sbom: $(VENV)-audit/installed ## write the bill of materials of what the site runs on, build/sbom.cdx.json (CycloneDX)
	@mkdir -p build
	@$(VENV)-audit/bin/python -W ignore -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml \
		--output-reproducible --spec-version 1.6 --validate --output-file build/sbom.cdx.json
	@echo "build/sbom.cdx.json"

fuzz: $(VENV)-fuzz/installed $(VENV)/installed-dev $(DATABASE) ## breed broken addresses and files, 10 minutes each; ARGS="--minutes 1 address"
	@PYTHONPATH=$(VENV)-fuzz $(PY) -m tests.fuzz $(ARGS)

clean: ## remove the environment, the caches and the built database
	@rm -rf $(VENV) $(VENV)-audit $(VENV)-fuzz .venv-hosting .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/browser/artifacts
	@rm -f $(DATABASE) $(DATABASE).*
	@find app.py data pages components tests -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

$(DATABASE): $(INPUTS) | $(VENV)/installed
	@$(PY) -m data build --to $(DATABASE)

# A name on the PATH may be a stub that only prints a message, so each candidate is run, not looked up.
$(PY):
	@incomplete=; \
	for python in $(PYTHONS); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
		if ! "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then incomplete=$$python; continue; fi; \
		echo "Creating $(VENV) with $$("$$python" --version)"; \
		"$$python" -m venv --clear $(VENV) && exit 0; \
		rm -rf $(VENV); echo "$$python could not create $(VENV); what it says stands above." >&2; exit 1; \
	done; \
	if [ -n "$$incomplete" ]; then \
		version=$$("$$incomplete" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "$$incomplete has no venv module. On Debian or Ubuntu: apt-get install python$$version-venv; then run make again." >&2; \
	else \
		echo "No Python 3.11 or newer among: $(PYTHONS). Install one, or name it: make run PYTHON=/path/to/python3" >&2; \
	fi; \
	exit 1

$(VENV)/installed: requirements.txt $(PY)
	@echo "Installing requirements.txt"
	@$(INSTALL) -r requirements.txt
	@touch $@

# After the first and not beside it: two installs at once in one environment break each other.
$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing requirements-dev.txt"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

# The extra of work on records. pyspark has no wheel: it is made of its source, which is Python and archives of Java.
$(VENV)/installed-records: requirements-records.txt $(VENV)/installed-dev
	@echo "Installing requirements-records.txt"
	@$(INSTALL) --no-binary pyspark -r requirements-records.txt
	@touch $@

# What is used now and then stands apart: the tests need none of it.
$(VENV)-audit/installed: requirements-audit.txt $(PY)
	@$(PY) -m venv --clear $(VENV)-audit
	@$(subst $(PY),$(VENV)-audit/bin/python,$(INSTALL)) -r requirements-audit.txt
	@touch $@

$(VENV)-fuzz/installed: requirements-fuzz.txt $(PY)
	@$(INSTALL) --no-deps --upgrade --target $(VENV)-fuzz -r requirements-fuzz.txt
	@touch $@

# What reads the papers of hosting, apart from what serves and tests the site.
.venv-hosting/installed: requirements-hosting.txt $(VENV)/installed
	@echo "Installing requirements-hosting.txt"
	@$(PY) -m venv .venv-hosting
	@.venv-hosting/bin/python -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: --require-hashes \
		--no-compile -r requirements-hosting.txt
	@touch $@
