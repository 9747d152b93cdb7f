#!/usr/bin/env bash
# Every test on SQLite with embedded defaults. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
# What has just passed without Django (test-library) is not repeated where .ci/run says so.
LIBRARY=(${HEXAD_LIBRARY_TESTED:+--ignore=tests/hexad})
unset DATABASE_URL REDIS_URL HEXAD_TASK_QUEUE HEXAD_SMTP_URL HEXAD_DATA_DIR
exec .venv/bin/python -m pytest tests -n 2 --dist loadfile --no-loadscope-reorder -q --durations=40 --durations-min=5 "${LIBRARY[@]}" "$@"
