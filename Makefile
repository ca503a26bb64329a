# Two commands for everybody: `make plan` and `make test`. Both need only Python (3.11 or newer) and make;
# the first of them sets up .venv, once, and again when the pinned packages change.
.PHONY: plan test check setup docs lock clean
.DEFAULT_GOAL := plan

plan: .venv/.set-up
	.venv/bin/parkwright plan hcmc --out out/hcmc --overwrite

test check: .venv/.set-up
	scripts/check

setup: .venv/.set-up

.venv/.set-up: constraints.txt pyproject.toml scripts/setup
	scripts/setup

docs: .venv/.set-up
	.venv/bin/python scripts/docs.py

lock: .venv/.set-up
	scripts/lock

clean:
	rm -rf .venv out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
