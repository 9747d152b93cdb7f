#!/usr/bin/env bash
# The product's tests on PostgreSQL and Redis with RQ as the queue. A missing service is an error, never a skip.
# What a page looks like does not depend on the database: browsers look at pages in test.sh; here one (marked services)
# forms, plans and invites.
set -euo pipefail
cd "$(dirname "$0")/.."
export DATABASE_URL=${HEXAD_TEST_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres}
export REDIS_URL=${HEXAD_TEST_REDIS_URL:-redis://127.0.0.1:6379/15}
export HEXAD_TASK_QUEUE=rq
unset HEXAD_SMTP_URL HEXAD_DATA_DIR
.venv/bin/python - <<'PYTHON'
import os
import sys

import psycopg
import redis

try:
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
        version = connection.execute("show server_version").fetchone()[0]
    print(f"PostgreSQL {version}")
except psycopg.Error as error:
    sys.exit(f"PostgreSQL is missing: {error}Remedy: start it, or set HEXAD_TEST_DATABASE_URL.")
try:
    print("Redis", redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=5).info()["redis_version"])
except redis.RedisError as error:
    sys.exit(f"Redis is missing: {error}\nRemedy: start it, or set HEXAD_TEST_REDIS_URL.")
PYTHON
WALKS=tests/hexad_web/walks
TOLD_ELSEWHERE=(
  -m "not browser or services"
  --ignore=tests/hexad_web/frontend
  # Every page is opened and written to here by test_roles.py and test_hostile.py; what these four look for in what it
  # answers and asks is decided above the database.
  --ignore=$WALKS/test_tenants.py --ignore=$WALKS/test_reading.py --ignore=$WALKS/test_markers.py --ignore=$WALKS/test_query_counts.py
  # On an SQLite database of their own, whatever the others run on.
  --ignore=tests/hexad_web/home/test_backups.py --ignore=tests/hexad_web/outbox/test_killed_worker.py
  --ignore=tests/hexad_web/formation/test_processes.py
)
exec .venv/bin/python -m pytest tests/journeys tests/hexad_web -n 2 --dist loadfile --no-loadscope-reorder -q --durations=25 --durations-min=5 "${TOLD_ELSEWHERE[@]}" "$@"
