#!/bin/sh
# Everything twice: on SQLite, then on PostgreSQL and Redis that live as long as the tests.
set -u

PYTEST="python -m pytest"
SERVICES="python -m tests.services"
failed=

# What kills processes is run alone: it must not wait for a busy machine.
stage() {
    name=$1; shift
    echo; echo "== $name"
    .venv/bin/$*
    code=$?
    [ $code = 0 ] || [ $code = 5 ] || failed="$failed
  $name"
}

unset DATABASE_URL REDIS_URL
stage "SQLite" $PYTEST -n 2 -m "not(faults)and(not(browser))"
# By file: what one test leaves in its portal, the next one in the file may rely on.
stage "In the browser" $PYTEST -n 2 --dist loadfile -m browser
stage "SQLite, kill -9" $PYTEST -m faults
stage "PostgreSQL and Redis" $SERVICES .venv/bin/$PYTEST -n 2 -m "not(faults)and(not(browser))and(not(once))"
stage "PostgreSQL and Redis, kill -9" $SERVICES .venv/bin/$PYTEST -m "(faults)and(not(once))"

[ -z "$failed" ] || { echo "Failed:$failed" >&2; exit 1; }
