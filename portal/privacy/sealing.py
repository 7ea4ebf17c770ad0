"""Sealing: AES-256-GCM under a data key of its own, bound to the place where the sealed bytes are kept.

`place` (for example "submission.sealed:<id>") goes into the authentication, so bytes moved to another row
or column do not open.
"""

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils import timezone

from portal.privacy.masterkeys import provider
from portal.privacy.models import DataKey

NONCE_BYTES = 12


class Unreadable(Exception):
    """Sealed bytes that do not open: changed, moved, or their key erased."""


def new_key() -> DataKey:
    """A fresh data key, stored wrapped."""
    key = DataKey(master_version=provider.current)
    key.wrapped = provider.wrap(AESGCM.generate_key(256), context=key.id.bytes)
    key.save(force_insert=True)
    return key


def seal_bytes(data: bytes, key: DataKey, *, place: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_open_key(key)).encrypt(nonce, data, place.encode())


def unseal_bytes(sealed: bytes | memoryview, key: DataKey, *, place: str) -> bytes:
    """The plain bytes. Raises Unreadable."""
    sealed = bytes(sealed)
    try:
        return AESGCM(_open_key(key)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except InvalidTag:
        raise Unreadable(place) from None


def seal(value: Any, key: DataKey, *, place: str) -> bytes:
    """Seal anything JSON can say."""
    return seal_bytes(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), key, place=place)


def unseal(sealed: bytes | memoryview, key: DataKey, *, place: str) -> Any:
    return json.loads(unseal_bytes(sealed, key, place=place))


def erase(key: DataKey) -> None:
    """Destroy the data key: what it sealed can never be read again."""
    key.wrapped = None
    key.erased_at = timezone.now()
    key.save(update_fields=["wrapped", "erased_at"])


def _open_key(key: DataKey) -> bytes:
    if key.wrapped is None:
        raise Unreadable(f"data key {key.id} was erased")
    return provider.unwrap(bytes(key.wrapped), version=key.master_version, context=key.id.bytes)
