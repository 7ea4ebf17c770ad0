#!/bin/sh
# Everything twice: on SQLite, then on PostgreSQL and Redis that live as long as the tests.
set -u

PYTEST=".venv/bin/python -m pytest"
SERVICES=".venv/bin/python -m tests.services"
failed=

ended() {
    [ "$2" = 0 ] || [ "$2" = 5 ] || failed="$failed
  $1"
}

stage() {
    name=$1; shift
    echo; echo "== $name"
    $*
    ended "$name" $?
}

# The files with such tests: to look through all the others for them takes as long as some of the tests.
marked() { grep -rl --include="*.py" "mark\.$1" tests; }

unset DATABASE_URL REDIS_URL
stage "SQLite" $PYTEST -n 2 -m "not(faults)and(not(browser))"
# By file: what one test leaves in its portal, the next one in the file may rely on.
stage "In the browser" $PYTEST -n 2 --dist loadfile -m browser $(marked browser)
stage "PostgreSQL and Redis" $SERVICES $PYTEST -n 2 -m "not(faults)and(not(browser))and(not(once))"

# What kills processes waits more than it works: both side by side, and beside nothing else.
said=$(mktemp)
$PYTEST -m faults $(marked faults) >"$said" 2>&1 & on_sqlite=$!
trap 'kill $on_sqlite 2>/dev/null; rm -f "$said"' EXIT
trap 'exit 130' INT TERM
stage "PostgreSQL and Redis, kill -9" $SERVICES $PYTEST -m "(faults)and(not(once))" $(marked faults)
wait $on_sqlite
ended "SQLite, kill -9" $?
echo; echo "== SQLite, kill -9"; cat "$said"

[ -z "$failed" ] || { echo "Failed:$failed" >&2; exit 1; }
