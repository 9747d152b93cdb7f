# One line a target; each sets up what it needs. PYTHON=python3.12 picks another interpreter.
BIN := .venv/bin

# Tests start hundreds of Python processes: each would compile fifteen hundred modules anew, in two seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo test test-library test-services lint bench docs lock clean

setup: ## development environment: .venv with `hexad` and `hexad-web`, front end built
	@scripts/setup.sh dev

demo: ## set up and run the product with the demo organisation
	@scripts/setup.sh web
	@$(BIN)/hexad-web serve --demo

test: ## every test on SQLite with embedded defaults, browser included
	@scripts/setup.sh dev && scripts/setup.sh browser && scripts/setup.sh imap
	@scripts/test.sh

test-library: ## the library's tests in an environment without Django
	@scripts/setup.sh library
	@.venv-library/bin/python -m pytest tests/hexad -c tests/hexad/pytest.ini -n 2 -q

test-services: ## what depends on it on PostgreSQL, Redis and a distributed queue; fails when one is missing
	@scripts/setup.sh dev && scripts/setup.sh browser && scripts/setup.sh imap
	@scripts/test-services.sh

lint: ## ruff, mypy strict, import contracts, templates, migrations
	@scripts/setup.sh dev
	@scripts/lint.sh

bench: ## quality and speed, as ratios to peers in the same run
	@scripts/setup.sh dev
	@$(BIN)/python -m benchmarks

docs: ## build the documentation, warnings are errors
	@scripts/setup.sh dev
	@$(BIN)/mkdocs build --strict --quiet

lock: ## write requirements/*.lock anew
	@scripts/lock.sh

clean:
	rm -rf .venv .venv-library .tools node_modules src/hexad_web/frontend/dist src/hexad/report/fonts site var
