"""Authenticated encryption by name. A data key is used with one algorithm only, which its row names."""

import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

NONCE_BYTES = 12
TAG_BYTES = 16


class Algorithm(Protocol):
    """What a cipher must do. Sealed bytes are nonce, ciphertext and tag, one behind the other."""

    name: str
    key_bytes: int

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, context: bytes) -> bytes: ...

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, context: bytes) -> bytes:
        """Raises InvalidTag."""


class Aes256Gcm:
    name = "AES-256-GCM"
    key_bytes = 32

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, context: bytes) -> bytes:
        return AESGCM(key).encrypt(nonce, data, context)

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, context: bytes) -> bytes:
        return AESGCM(key).decrypt(nonce, data, context)


class Sm4Gcm:
    """SM4 (GB/T 32907) in GCM, as RFC 8998 uses it."""

    name = "SM4-GCM"
    key_bytes = 16

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, context: bytes) -> bytes:
        encryptor = Cipher(SM4(key), GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(context)
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, context: bytes) -> bytes:
        decryptor = Cipher(SM4(key), GCM(nonce, data[-TAG_BYTES:])).decryptor()
        decryptor.authenticate_additional_data(context)
        return decryptor.update(data[:-TAG_BYTES]) + decryptor.finalize()


ALGORITHMS: dict[str, Algorithm] = {algorithm.name: algorithm for algorithm in (Aes256Gcm(), Sm4Gcm())}


def new_key(name: str) -> bytes:
    return os.urandom(ALGORITHMS[name].key_bytes)


def seal(name: str, key: bytes, data: bytes, *, context: bytes) -> bytes:
    """Sealed under a fresh random nonce and bound to `context`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + ALGORITHMS[name].encrypt(key, nonce, data, context)


def unseal(name: str, key: bytes, sealed: bytes, *, context: bytes) -> bytes:
    """Raises InvalidTag, also for an algorithm that is unknown or not the one this key is made for."""
    algorithm = ALGORITHMS.get(name)
    if algorithm is None or len(key) != algorithm.key_bytes or len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise InvalidTag
    return algorithm.decrypt(key, sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
