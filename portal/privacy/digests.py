"""Digests: with a key for what people could guess, without one for what nobody can."""

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from portal.privacy import indexkeys


def keyed_digest(value: str, purpose: str) -> str:
    """HMAC-SHA256 in hex: equal values meet within one purpose, nobody without the key can guess them.

    The key is an index key of the database, wrapped under the master key: rotating master keys changes no digest.
    """
    return mac(value, purpose).hex()


def mac(value: str, purpose: str) -> bytes:
    made = HMAC(indexkeys.key_for(purpose), SHA256())
    made.update(value.encode())
    return made.finalize()


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
