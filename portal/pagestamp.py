"""The stamp that kept pages carry. Changing it makes every kept page of every process unreachable at once."""

import os
from pathlib import Path
from secrets import token_hex
from time import monotonic, time_ns

from django.conf import settings
from django.core.cache import cache

# How long a process trusts what it last read from Redis. A file is cheap enough to look at each time.
TRUSTED_SECONDS = 0.5
SHARED_KEY = "pages:stamp"

_read_at = float("-inf")
_last = ""


def now() -> str:
    return _shared() if settings.REDIS_URL else _of_file()


def change() -> None:
    if settings.REDIS_URL:
        _change_shared()
    else:
        _change_file()


def _shared() -> str:
    global _read_at, _last  # one small memory for the process; the price of a race is one more look
    if monotonic() - _read_at > TRUSTED_SECONDS:
        stamp = cache.get(SHARED_KEY)
        # Redis may have thrown the key away: a new one, so that nothing kept under an older one comes back.
        _last = str(stamp or cache.get_or_set(SHARED_KEY, token_hex(8), None))
        _read_at = monotonic()
    return _last


def _change_shared() -> None:
    global _read_at
    cache.set(SHARED_KEY, token_hex(8), None)
    _read_at = float("-inf")


def _of_file() -> str:
    try:
        return str(os.stat(_file()).st_mtime_ns)
    except FileNotFoundError:
        return "0"


def _change_file() -> None:
    """The clock of a file system ticks slowly, so the time is set by hand and always grows."""
    path = _file()
    path.touch()
    later = max(time_ns(), path.stat().st_mtime_ns + 1)
    os.utime(path, ns=(later, later))


def _file() -> Path:
    return Path(settings.DATA_DIR) / "pages.stamp"
