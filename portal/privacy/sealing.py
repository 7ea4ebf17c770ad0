"""Sealing: authenticated encryption under a data key of its own, bound to the place where the sealed bytes are kept.

`place` (for example "submission.sealed:<id>") goes into the authentication, so bytes moved to another row
or column do not open.
"""

import json
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.privacy import algorithms
from portal.privacy.keyproviders import Wrapped, WrongMasterKey, provider
from portal.privacy.models import DataKey


class Unreadable(Exception):
    """Sealed bytes that do not open: changed, moved, or their key erased."""


def new_key() -> DataKey:
    """A fresh data key for the algorithm of the settings, stored wrapped."""
    return keep(algorithms.new_key(settings.SEALING_ALGORITHM), algorithm=settings.SEALING_ALGORITHM)


def keep(secret: bytes, *, algorithm: str) -> DataKey:
    """Store a secret as a data key, wrapped under the current master key."""
    key = DataKey(algorithm=algorithm)
    wrap(secret, key)
    key.save(force_insert=True)
    return key


def wrap(secret: bytes, key: DataKey) -> None:
    """Wrap the secret of `key` as new ones are wrapped; the caller writes the row."""
    wrapped = provider().wrap(secret, context=key.id.bytes)
    key.wrapped, key.master_version, key.wrapping = wrapped.data, wrapped.version, wrapped.method


def open_key(key: DataKey) -> bytes:
    """The secret of a data key; stays inside this package. Raises Unreadable, MissingMasterKey."""
    if key.wrapped is None:
        raise Unreadable(f"data key {key.id} was erased")
    wrapped = Wrapped(bytes(key.wrapped), key.master_version, key.wrapping)
    try:
        return provider().unwrap(wrapped, context=key.id.bytes)
    except WrongMasterKey:
        raise Unreadable(f"data key {key.id} does not open") from None


def seal_bytes(data: bytes, key: DataKey, *, place: str) -> bytes:
    return algorithms.seal(key.algorithm, open_key(key), data, context=place.encode())


def unseal_bytes(sealed: bytes | memoryview, key: DataKey, *, place: str) -> bytes:
    """The plain bytes. Raises Unreadable, MissingMasterKey."""
    try:
        return algorithms.unseal(key.algorithm, open_key(key), bytes(sealed), context=place.encode())
    except InvalidTag:
        raise Unreadable(place) from None


def seal(value: Any, key: DataKey, *, place: str) -> bytes:
    """Seal anything JSON can say."""
    return seal_bytes(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), key, place=place)


def unseal(sealed: bytes | memoryview, key: DataKey, *, place: str) -> Any:
    return json.loads(unseal_bytes(sealed, key, place=place))


@transaction.atomic(savepoint=False)
def erase(key: DataKey) -> None:
    """Destroy the data key: what it sealed can never be read again, nor found by a blind index."""
    key.blind_tokens.all().delete()
    key.wrapped = None
    key.erased_at = timezone.now()
    key.save(update_fields=["wrapped", "erased_at"])
