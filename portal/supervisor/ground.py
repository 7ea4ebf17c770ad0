"""Is this machine ready? Each check raises `NotReady` with one sentence that says what to do."""

import ctypes
import os
import shutil
import socket
import sys
from contextlib import closing
from pathlib import Path

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
OLDEST_PYTHON = (3, 11)
MEGABYTE = 2**20
# Tables, static files and some photos; a report that cannot be kept is worse than a portal that does not start.
LEAST_ROOM = 200 * MEGABYTE


class NotReady(Exception):
    """The portal cannot start; the text is for the person who started it."""


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:2])
        raise NotReady(f"The portal needs Python 3.11 or newer; this is {found}.")


def check_libraries() -> None:
    missing = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if missing:
        raise NotReady(f"Documents cannot be printed without {', '.join(missing)}: apt-get install {' '.join(missing)}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def check_room(folder: Path) -> None:
    """Room on the disk to begin with; a full disk later is each write's own affair."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_ROOM:
        raise NotReady(
            f"The disk of DATA_DIR ({folder}) has {free // MEGABYTE} MB left; the portal needs"
            f" {LEAST_ROOM // MEGABYTE} MB. Make room, or choose another folder: DATA_DIR=… make run"
        )


def port() -> int:
    """PORT from the environment, 8000 without it."""
    text = os.environ.get("PORT", "").strip() or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise NotReady(f"PORT is {text!r}; write a number from 1 to 65535.")
    return int(text)


def check_port(host: str, number: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            raise NotReady(
                f"Port {number} on {host} cannot be used ({error.strerror}). Choose another: PORT={number + 1} make run"
            ) from None
