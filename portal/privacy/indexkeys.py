"""The secrets behind keyed digests: made once, never changed, wrapped like every data key.

They are not derived from a master key, so a master key that is retired takes no digest with it.
"""

import secrets
from functools import cache
from typing import Any

from portal.privacy import sealing
from portal.privacy.keyproviders import derive_key
from portal.privacy.models import DataKey, IndexKey

# The row whose secret serves every purpose that has no row of its own.
ANY = ""
ALGORITHM = "HMAC-SHA256"


class MissingIndexKey(Exception):
    """The database has no index key: it was never migrated, or the row is gone."""


@cache
def key_for(purpose: str) -> bytes:
    """The digest key of one purpose. Remembered, because index keys never change. Raises MissingIndexKey."""
    kept = _kept()
    if purpose in kept:
        return kept[purpose]
    if ANY not in kept:
        raise MissingIndexKey("The index key is missing. Run: manage.py migrate")
    return derive_key(kept[ANY], b"index:" + purpose.encode())


def forget() -> None:
    """For a process whose database was emptied or replaced."""
    key_for.cache_clear()
    _kept.cache_clear()


def make_missing(**_signal: Any) -> None:
    """After migrating: a database that has sealed nothing yet gets its index key."""
    forget()
    if not DataKey.objects.exists():
        data_key = sealing.keep(secrets.token_bytes(32), algorithm=ALGORITHM)
        IndexKey.objects.create(purpose=ANY, data_key=data_key)


@cache
def _kept() -> dict[str, bytes]:
    return {row.purpose: sealing.open_key(row.data_key) for row in IndexKey.objects.select_related("data_key")}
