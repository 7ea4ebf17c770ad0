#!/bin/sh
# Every check runs, also after one has failed, so that one run shows everything.
set -u

BIN=.venv/bin
FLOORS="portal content forms workflows"
failed=

check() {
    name=$1; shift
    if output=$("$@" 2>&1); then
        echo "ok      $name"
    else
        echo "FAILED  $name"; echo "$output"
        failed=yes
    fi
}

# Production's settings with values that are well-formed and lead nowhere.
deploy_check() {
    data=$(mktemp -d)
    DATA_DIR=$data DJANGO_SETTINGS_MODULE=portal.settings.production ALLOWED_HOSTS=portal.example \
        SECRET_KEY=$($BIN/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
        MASTER_KEYS=1=$($BIN/python -c 'import secrets; print(secrets.token_hex(32))') \
        DATABASE_URL=postgresql://portal@127.0.0.1:1/portal REDIS_URL=redis://127.0.0.1:1/0 STORAGE_URL=file://$data \
        $BIN/python manage.py check --deploy --fail-level WARNING
    code=$?
    rm -rf "$data"
    return $code
}

check "ruff: style"              $BIN/ruff check .
check "ruff: format"             $BIN/ruff format --check .
check "mypy: types"              $BIN/python -m mypy
check "import-linter: floors"    $BIN/lint-imports
check "djlint: templates"        $BIN/djlint --quiet --lint $FLOORS
check "bandit: security"         $BIN/bandit --quiet --recursive --configfile pyproject.toml $FLOORS
check "migrations are complete"  env DJANGO_SETTINGS_MODULE=portal.settings.test $BIN/python manage.py makemigrations --check --dry-run
check "check --deploy"           deploy_check
check "translations"             $BIN/python tools/translations.py check

[ -z "$failed" ]
