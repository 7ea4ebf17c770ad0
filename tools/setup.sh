#!/bin/sh
# Makes what is missing: system packages, .venv, the packages of the lock file. A second run has nothing to do.
#   tools/setup.sh          for running the portal
#   tools/setup.sh tests    for testing it too
set -eu

PYTHON=${PYTHON:-python3}
WHAT=${1:-run}
LOCK=requirements.lock
[ "$WHAT" = tests ] && LOCK=requirements-dev.lock
INSTALLED=.venv/installed-$LOCK

stop() { echo "$*" >&2; exit 1; }

is_up_to_date() { cmp -s "$LOCK" "$INSTALLED" && [ -x .venv/bin/python ]; }

check_python() {
    command -v "$PYTHON" >/dev/null || stop "Python is missing: apt-get install python3 python3-venv"
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "The portal needs Python 3.11 or newer; $PYTHON is $("$PYTHON" -c 'import platform; print(platform.python_version())'). Name another with PYTHON=… make $WHAT"
}

lacks_library() { ! "$PYTHON" -c "import ctypes; ctypes.CDLL('$1')" 2>/dev/null; }

missing_packages() {
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    lacks_library libpango-1.0.so.0 && echo libpango-1.0-0
    lacks_library libpangoft2-1.0.so.0 && echo libpangoft2-1.0-0
    lacks_library libharfbuzz-subset.so.0 && echo libharfbuzz-subset0
    find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" -name '*CJK*' 2>/dev/null | grep -q . || echo fonts-noto-cjk
    [ "$WHAT" = tests ] || return 0
    command -v chromium >/dev/null || echo chromium
    command -v msgfmt >/dev/null || echo gettext
    command -v redis-server >/dev/null || echo redis-server
    command -v wrk >/dev/null || echo wrk
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || echo postgresql
}

install_packages() {
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || stop "Please have an administrator run: apt-get install $missing"
        as_root="sudo -n"
    fi
    command -v apt-get >/dev/null || stop "These packages of Debian are missing, under whatever name your system has them: $missing"
    echo "Installing $missing…"
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        stop "apt-get could not install: $missing"
}

install_requirements() {
    echo "Installing the packages of $LOCK into .venv…"
    [ -x .venv/bin/python ] || "$PYTHON" -m venv .venv || stop "The virtual environment .venv could not be made."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$LOCK" ||
        stop "pip could not install $LOCK; the lines above say why. If this machine does not reach pypi.org, name a mirror: PIP_INDEX_URL=… make $WHAT"
    cp "$LOCK" "$INSTALLED"
}

# The portal looks for its libraries itself when it starts, so a second `make run` need not.
is_up_to_date && [ "$WHAT" = run ] && exit 0
check_python
install_packages
is_up_to_date || install_requirements
