"""The database: SQLite in the data folder unless DATABASE_URL names PostgreSQL."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Readers never wait for the writer, a write transaction takes its lock at once (no upgrade dead ends),
# and an acknowledged commit survives a power cut.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA secure_delete=ON;"
)


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "portal.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "init_command": SQLITE_PRAGMAS},
    }


def from_url(url: str) -> dict[str, Any]:
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// ; leave it out to use SQLite.")
    try:
        # Persistent connections: with a new one per call the job queue is seven times slower.
        config = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError:
        # Not chained: the cause would show the address with its password.
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read; write postgresql://user:password@host:5432/name, and each of : / ? # [ ] @ %"
            " in user or password as % and its two hexadecimal digits."
        ) from None
    return dict(config)
