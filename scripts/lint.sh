#!/usr/bin/env bash
# Everything that can be said without running the product. One failure does not hide the next.
set -uo pipefail
cd "$(dirname "$0")/.."
export HEXAD_DATA_DIR=${TMPDIR:-/tmp}/hexad-lint
failed=0
check() {
  printf '%s\n' "· $1"; shift
  "$@" || failed=1
}
check "ruff" .venv/bin/ruff check --quiet .
check "format" .venv/bin/ruff format --quiet --check .
check "mypy" .venv/bin/mypy
check "import contracts" .venv/bin/lint-imports --no-logo
check "templates" .venv/bin/djlint --quiet --lint src/hexad_web
check "migrations" .venv/bin/hexad-web makemigrations --check --dry-run
check "system checks" .venv/bin/hexad-web check --fail-level WARNING
exit "$failed"
