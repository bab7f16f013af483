# What a person types. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run witnesses test lint types assets bench lock clean

PORT ?= 5000
PYTHON ?=
START := PYTHON="$(PYTHON)" sh scripts/python.sh scripts/environment.py
VENV_PYTHON := .venv/bin/python

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## serve Moothill at http://127.0.0.1:5000 (another port: make run PORT=5050)
	@$(START) run
	@PORT="$(PORT)" $(VENV_PYTHON) scripts/run.py

witnesses: ## run two witnesses of the demonstration's log, beside make run
	@$(START) run
	@$(VENV_PYTHON) scripts/witnesses.py

test: ## every check and test, on SQLite and PostgreSQL and in Chromium
	@$(START) test
	@$(VENV_PYTHON) -m scripts.run_tests

lint: ## ruff and the contracts between the layers
	@$(START) test
	@$(VENV_PYTHON) -m scripts.run_tests lint format contracts

types: ## mypy --strict
	@$(START) test
	@$(VENV_PYTHON) -m scripts.run_tests types

assets: ## build the front-end packages and the catalogues of the two languages
	@$(START) run
	@PATH="$$PATH:.venv/bin" $(VENV_PYTHON) scripts/build_assets.py
	@$(VENV_PYTHON) scripts/catalogues.py compile

bench: ## the quick measurements, one after another
	@$(START) test
	@for script in $$(grep -l -e '"--quick"' bench/*.py); do $(VENV_PYTHON) $$script --quick || exit 1; done

lock: ## write the lock files anew
	@$(START) test
	@$(VENV_PYTHON) scripts/lock.py

clean: ## remove what was installed and built; instance/ (keys and data) stays
	rm -rf .venv node_modules static/vendor .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
