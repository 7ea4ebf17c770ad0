"""The master keys that wrap data keys. The interface leaves room for a key service."""

import hashlib
import os
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class KeyProvider(Protocol):
    """Wraps and unwraps data keys; knows one or more versions of the master key."""

    @property
    def current(self) -> str: ...

    def wrap(self, key: bytes, *, context: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, *, version: str, context: bytes) -> bytes: ...


class MissingMasterKey(Exception):
    """Data was sealed under a master key version that this installation was not given."""


class SettingsKeyProvider:
    """Master keys from the settings, which take them from the environment or the data folder."""

    @property
    def current(self) -> str:
        return str(settings.MASTER_KEY_CURRENT)

    def wrap(self, key: bytes, *, context: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + AESGCM(derive_key(self._master(self.current), b"wrap")).encrypt(nonce, key, context)

    def unwrap(self, wrapped: bytes, *, version: str, context: bytes) -> bytes:
        return AESGCM(derive_key(self._master(version), b"wrap")).decrypt(wrapped[:12], wrapped[12:], context)

    def _master(self, version: str) -> bytes:
        try:
            return str(settings.MASTER_KEYS[version]).encode()
        except KeyError:
            raise MissingMasterKey(f"Master key version {version} is not configured.") from None


def derive_key(secret: bytes, purpose: bytes) -> bytes:
    """A 256-bit key for one purpose only (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), length=32, salt=None, info=b"tonghu:" + purpose).derive(secret)


def keyed_digest(value: str, purpose: str) -> str:
    """HMAC-SHA256 under the oldest master key, in hex: equal values meet, nobody without the key can guess them.

    The oldest key, so that adding a version does not orphan what was indexed before.
    """
    oldest = str(settings.MASTER_KEYS[min(settings.MASTER_KEYS, key=int)]).encode()
    mac = HMAC(derive_key(oldest, b"index:" + purpose.encode()), SHA256())
    mac.update(value.encode())
    return mac.finalize().hex()


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


provider: KeyProvider = SettingsKeyProvider()
