#!/usr/bin/env bash
# Every test on SQLite with embedded defaults. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
unset DATABASE_URL REDIS_URL HEXAD_TASK_QUEUE HEXAD_SMTP_URL HEXAD_DATA_DIR
exec .venv/bin/python -m pytest tests -n 2 --dist loadfile --no-loadscope-reorder -q "$@"
