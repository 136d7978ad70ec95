# What a newcomer needs: `make run`, `make test`, `make check`, `make bench`. Python 3.11 or later, git and make; no more.

PORT ?= 8000
export PORT

# The first Python here that is new enough; `make run PYTHON=/path/to/python` chooses another.
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
ifeq ($(strip $(PYTHON)),)
PYTHON := python3
endif

.PHONY: run test check bench

run: ## everything from here to a running portal with demonstration content
	@$(PYTHON) -m tools.setup run
	@.venv/bin/python -m tools.run

test: ## the whole test suite, real browser included; ARGS="-k ledger" for some of it
	@$(PYTHON) -m tools.setup test
	@.venv/bin/python -m tools.test $(ARGS)

check: ## lint, format, types, import direction, migrations, easy read, no local address in a tracked file
	@$(PYTHON) -m tools.setup test
	@.venv/bin/python -m tools.check

bench: ## measures speed at a million signatures; ROWS="list csv" for some of it (docs/performance.md)
	@$(PYTHON) -m tools.setup test
	@.venv/bin/python -m bench
