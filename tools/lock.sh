#!/bin/sh
# Lock files from pyproject.toml, for the oldest Python we promise.
set -eu
command -v uv >/dev/null || { echo "uv is missing: pip install uv" >&2; exit 1; }
LOCK="uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --python-version 3.11 --no-header --quiet"
$LOCK -o requirements.lock
$LOCK --group dev -c requirements.lock -o requirements-dev.lock
