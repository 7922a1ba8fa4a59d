# One verb per task; `make help` lists them. Needs GNU make, git and Python >= 3.11.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input --quiet
IMAGES := dataset prediction chat ops flower migrations frontend gateway
STUBS := $(shell find protos -path protos/build -prune -o \( -name '*.proto' -o -name '*.py' -o -name '*.toml' \) -print)

.PHONY: help setup up down backup restore test test-faults test-containers audit lint protos bench train pictures secrets lock

help: ## List what there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: .venv/stubs.stamp ## Create the environment in .venv from the hash-locked wheels

up: setup ## Start the whole stack and stay; Ctrl-C stops it
	@exec $(PY) -m deploy.local up

down: setup ## Stop the stack, whoever started it
	@$(PY) -m deploy.local down

backup: setup ## Write the data of the running stack to a file: make backup FILE=<file>
	@test -n "$(FILE)" || { echo 'Say where to: make backup FILE=<file>' >&2; exit 2; }
	@$(PY) -m deploy.local backup "$(FILE)"

restore: setup ## Put a backup into a running stack that is empty: make restore FILE=<file>
	@test -n "$(FILE)" || { echo 'Say which: make restore FILE=<file>' >&2; exit 2; }
	@$(PY) -m deploy.local restore "$(FILE)"

test: setup ## Run the tests (all but faults and benches)
	@tests/system_packages.sh
	@$(PY) -m pytest -n 2 --no-loadscope-reorder -m 'not faults' --ignore tests/bench --ignore tests/containers

test-faults: setup ## Kill, stop and overload the parts, and see what is left
	@tests/system_packages.sh
	@$(PY) -m pytest -m faults

test-containers: setup ## Build the images and run docker-compose.yml with Podman
	@$(PY) -m pytest -m containers tests/containers -s

audit: setup ## Look for secrets in files and history, and for known weaknesses of the locked packages (needs the internet)
	@$(PY) -m deploy.audit.leaked_secrets
	@$(PY) -m deploy.audit.advisories

lint: setup ## Check style, types and contracts
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m protos.check

protos: ## Build the stubs from the contracts again
	@rm -f .venv/stubs.stamp
	@$(MAKE) setup

bench: setup ## Measure against the numbers the product promises
	@$(PY) -m tests.bench

train: setup ## Train the model: make train TAAS=<folder with the TAAS accidents>
	@test -n "$(TAAS)" || { echo 'Say where the TAAS accidents are: make train TAAS=<folder>' >&2; exit 2; }
	@$(PY) -m services.prediction.training "$(TAAS)"

pictures: setup ## Take the pictures of README again
	@tests/system_packages.sh
	@$(PY) -m pytest -q tests/browser/test_every_page.py tests/browser/test_whole_product.py
	@$(PY) -m tests.pictures

secrets: ## Make the passwords of the containers that are not there yet
	@$(PYTHON) -m deploy.docker.make_secrets

lock: .venv/requirements.txt ## Resolve the dependencies of pyproject.toml into requirements/
	@$(PY) -m uv pip compile pyproject.toml --quiet --extra all --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header -o requirements/all.txt
	@for extra in $(IMAGES) protos; do \
		$(PY) -m uv pip compile pyproject.toml --quiet --extra $$extra --universal --python-version 3.11 \
			--constraint requirements/all.txt --generate-hashes --no-emit-index-url --no-header --no-annotate \
			-o requirements/$$extra.txt; done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make setup PYTHON=<path>" >&2; exit 2; }
	@$(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo 'venv is missing; on Debian and Ubuntu: apt install python3-venv' >&2; exit 2; }

# Copies of what was installed: a newer date alone (a checkout, a touch) installs nothing.
.venv/requirements.txt: requirements/all.txt | .venv/bin/python
	@cmp -s $< $@ || { echo 'Installing the locked packages (minutes the first time) ...'; \
		$(PIP) install --require-hashes -r $<; }
	@cp $< $@

.venv/stubs.stamp: $(STUBS) .venv/requirements.txt
	@echo 'Building the stubs from protos/ ...'
	@$(PIP) install --no-build-isolation --no-deps ./protos
	@touch $@
