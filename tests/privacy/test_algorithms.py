"""Both ciphers, each with a published vector, and what they refuse."""

import pytest
from cryptography.exceptions import InvalidTag

from portal.privacy import algorithms
from portal.privacy.algorithms import ALGORITHMS, NONCE_BYTES

# RFC 8998, appendix A.1.
SM4 = {
    "key": "0123456789abcdeffedcba9876543210",
    "nonce": "00001234567800000000abcd",
    "context": "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "plain": "a" * 16 + "b" * 16 + "c" * 16 + "d" * 16 + "e" * 16 + "f" * 16 + "e" * 16 + "a" * 16,
    "sealed": "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    "83de3541e4c2b58177e065a9bf7b62ec",
}
# The GCM specification (McGrew, Viega), test case 16.
AES = {
    "key": "feffe9928665731c6d6a8f9467308308" * 2,
    "nonce": "cafebabefacedbaddecaf888",
    "context": "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "plain": "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    "sealed": "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b",
}
VECTORS = [("SM4-GCM", SM4), ("AES-256-GCM", AES)]


@pytest.mark.parametrize(("name", "vector"), VECTORS)
def test_a_published_vector_is_sealed_and_opened_as_published(name, vector):
    given = {part: bytes.fromhex(text) for part, text in vector.items()}
    key, nonce, context = given["key"], given["nonce"], given["context"]
    assert ALGORITHMS[name].encrypt(key, nonce, given["plain"], context) == given["sealed"]
    assert ALGORITHMS[name].decrypt(key, nonce, given["sealed"], context) == given["plain"]


@pytest.mark.parametrize("name", ALGORITHMS)
def test_every_changed_byte_is_noticed(name):
    key = algorithms.new_key(name)
    sealed = algorithms.seal(name, key, b"secret", context=b"here")
    assert algorithms.unseal(name, key, sealed, context=b"here") == b"secret"
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(InvalidTag):
            algorithms.unseal(name, key, bytes(changed), context=b"here")


@pytest.mark.parametrize("name", ALGORITHMS)
@pytest.mark.parametrize("length", [0, 1, NONCE_BYTES, NONCE_BYTES + 15, NONCE_BYTES + 16])
def test_what_was_cut_short_does_not_open(name, length):
    key = algorithms.new_key(name)
    sealed = algorithms.seal(name, key, b"secret", context=b"")
    with pytest.raises(InvalidTag):
        algorithms.unseal(name, key, sealed[:length], context=b"")


def test_a_key_opens_nothing_under_the_name_of_another_algorithm():
    key = algorithms.new_key("AES-256-GCM")
    sealed = algorithms.seal("AES-256-GCM", key, b"secret", context=b"")
    for name in ("SM4-GCM", "HMAC-SHA256", ""):
        with pytest.raises(InvalidTag):
            algorithms.unseal(name, key, sealed, context=b"")


def test_nothing_is_sealed_twice_under_the_same_nonce():
    key = algorithms.new_key("SM4-GCM")
    nonces = {algorithms.seal("SM4-GCM", key, b"", context=b"")[:NONCE_BYTES] for _ in range(1000)}
    assert len(nonces) == 1000
