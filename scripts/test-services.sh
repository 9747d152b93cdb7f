#!/usr/bin/env bash
# The product's tests on PostgreSQL and Redis with RQ as the queue. A missing service is an error, never a skip.
# What a page looks like does not depend on the database: browsers look at pages in test.sh; here one forms, plans and invites.
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
LOOKED_AT_ELSEWHERE=(--ignore-glob='*/test_browser.py' --ignore-glob='*_in_a_browser.py' --ignore=tests/hexad_web/people/test_look.py --ignore=tests/hexad_web/frontend --ignore=tests/journeys/test_cycle.py --ignore=tests/journeys/test_main_job.py --ignore=tests/journeys/test_to_the_board.py --ignore=tests/hexad_web/home/test_backups.py)
exec .venv/bin/python -m pytest tests/journeys tests/hexad_web -n 2 --dist loadfile --no-loadscope-reorder -q "${LOOKED_AT_ELSEWHERE[@]}" "$@"
