# `make` sets everything up and runs the main job: tables, analyses, figures, notebooks. `make test` runs every check.
# What is already there and newer than all it is made from is kept. Works with GNU make 3.81 and later.

SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
STAMPS := .make
LOCKED := $(VENV)/locked
INSTALLED := $(VENV)/installed
COMPARED := $(VENV)/compared
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

# The first interpreter that runs, is new enough and can create a virtual environment; `make PYTHON=…` overrides it.
NEW_ENOUGH := import sys, ensurepip, ssl, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	if $$python -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then echo $$python; break; fi; done)

# The caller's own virtual environment, module path and pip, matplotlib and IPython settings must not reach into .venv.
unexport VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH PYTHONSAFEPATH PYTHONWARNINGS PYTHONSTARTUP MPLBACKEND MATPLOTLIBRC
unexport PIP_REQUIRE_VIRTUALENV PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_CONSTRAINT PIP_REQUIRE_HASHES PIP_NO_COMPILE
export PIP_USER := 0
export PYTHONNOUSERSITE := 1
export MPLCONFIGDIR := $(CURDIR)/$(VENV)/var/matplotlib
# Not in the user's own cache folder: what `make` leaves is all in here.
export KYODO_CACHE := $(CURDIR)/$(VENV)/var/kyodo
export IPYTHONDIR := $(CURDIR)/$(VENV)/var/ipython

CODE := $(shell find kyodo_analysis -type f ! -name '*.pyc')
INPUTS := $(shell find data/raw data/hand -type f ! -name '*.md')

.PHONY: all tables analyses figures notebooks env test bench traminer lock clean FORCE

all: tables analyses figures notebooks

# ---- environment ----------------------------------------------------------------------------------------------------

env: $(INSTALLED)

# A .venv that lacks its last step, whose interpreter is gone, or that came here with a copied folder is made anew.
ifneq "$(shell $(BIN)/python -c '$(NEW_ENOUGH)' 2>/dev/null && cat $(LOCKED) 2>/dev/null)" "$(CURDIR)"
$(LOCKED): FORCE
endif

$(LOCKED): requirements.lock
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "No usable Python ($(or $(PYTHON),none found)): install Python 3.11 or later with its venv module" \
			"(Debian: python3-venv), or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	@mkdir -p "$(MPLCONFIGDIR)" "$(IPYTHONDIR)"
	@$(BIN)/python -c 'import matplotlib.font_manager'
	@printf '%s\n' "$(CURDIR)" > $@

$(INSTALLED): $(LOCKED) pyproject.toml
	$(PIP) --no-build-isolation --editable .
	$(BIN)/python -m pip check
	@touch $@

# ---- the main job ---------------------------------------------------------------------------------------------------

# $(call unless-kept,stamp,folder): FORCE unless the stamp lists exactly the files that now stand in the folder.
# The files are prerequisites of the stamp too, so one that was edited, deleted or checked out is made anew.
unless-kept = $(if $(filter-out same,$(shell ls $(2) 2>/dev/null | cmp -s - $(1) && echo same || echo differs)),FORCE)

tables: $(STAMPS)/tables
analyses: $(STAMPS)/analyses
figures: $(STAMPS)/figures
notebooks: $(STAMPS)/notebooks

$(STAMPS)/tables: $(LOCKED) $(CODE) $(INPUTS) $(wildcard data/processed/*) $(call unless-kept,$(STAMPS)/tables,data/processed) | $(INSTALLED)
	$(BIN)/python -m kyodo_analysis build
	@mkdir -p $(@D) && ls data/processed > $@

$(STAMPS)/analyses: $(STAMPS)/tables $(wildcard data/analysis/*) $(call unless-kept,$(STAMPS)/analyses,data/analysis)
	$(BIN)/python -m kyodo_analysis analyse
	@mkdir -p $(@D) && ls data/analysis > $@

$(STAMPS)/figures: $(STAMPS)/tables $(wildcard figures/*) $(call unless-kept,$(STAMPS)/figures,figures)
	$(BIN)/python -m kyodo_analysis figures
	@mkdir -p $(@D) && ls figures > $@

$(STAMPS)/notebooks: $(STAMPS)/tables $(wildcard notebooks/*) $(call unless-kept,$(STAMPS)/notebooks,notebooks)
	$(BIN)/python -m kyodo_analysis notebooks
	@mkdir -p $(@D) && ls notebooks > $@

# ---- checks ---------------------------------------------------------------------------------------------------------

# The unit tests rebuild data/processed into a temporary folder and compare it byte for byte. Coverage is measured there
# and not over the notebooks, whose cells run in processes of their own.
# One process per core, each test file in one of them: what a file's tests share is made once.
PARALLEL := --numprocesses auto --maxprocesses 4 --dist loadfile

test: env
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m kyodo_analysis engine prepare
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term
	$(BIN)/python -m pytest $(PARALLEL) --nbval --nbval-current-env --nbval-cell-timeout=120 \
		--nbval-sanitize-with=tests/nbval_sanitize.cfg -p no:cacheprovider notebooks/

bench: env $(COMPARED)
	$(BIN)/python -m benchmarks.build
	$(BIN)/python -m benchmarks.analysis
	$(BIN)/python -m benchmarks.tokenisers

# The tokenisers that the benchmarks alone compare with; one of them is built here, with the setuptools that is there.
$(COMPARED): benchmarks/requirements.lock | $(INSTALLED)
	$(PIP) --no-build-isolation --require-hashes -r benchmarks/requirements.lock
	$(BIN)/python -m pip check
	@touch $@

# Compares the statistics of sequences with those of the R package TraMineR, if R has it.
traminer:
	@if command -v Rscript >/dev/null 2>&1; then Rscript tests/traminer_check.R; \
		else echo "*** SKIPPED: there is no Rscript, nothing was compared with TraMineR. ***" >&2; fi

# ---- upkeep ---------------------------------------------------------------------------------------------------------

COMPILE = UV_CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/uv pip compile --quiet --no-config $(UPGRADE) \
	--universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url

# Keeps every version that still fits pyproject.toml; `make lock UPGRADE=--upgrade` takes the newest ones.
lock: $(LOCKED)
	$(COMPILE) pyproject.toml --all-extras --output-file requirements.lock
	$(COMPILE) --group pyproject.toml:bench --constraints requirements.lock --output-file benchmarks/requirements.lock

clean:
	rm -rf $(STAMPS) .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage htmlcov build kyodo_analysis.egg-info
	find kyodo_analysis tests benchmarks notebooks -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) \
		-prune -exec rm -rf {} + 2>/dev/null || true
