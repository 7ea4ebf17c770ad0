"""Sealed bytes open where they belong, with the key they were sealed with, and nowhere else."""

from itertools import product

import pytest

from portal.privacy import sealing
from portal.privacy.keyproviders import MissingMasterKey
from portal.privacy.models import DataKey
from portal.privacy.sealing import Unreadable
from portal.settings.masterkeys import MasterKeys

pytestmark = pytest.mark.django_db
ALGORITHMS = ["AES-256-GCM", "SM4-GCM"]


def read_again(key):
    return DataKey.objects.get(pk=key.pk)


@pytest.fixture(params=ALGORITHMS)
def algorithm(request, settings):
    settings.SEALING_ALGORITHM = request.param
    return request.param


def test_what_was_sealed_opens_again(algorithm):
    key = sealing.new_key()
    sealed = sealing.seal({"姓名": "张小明"}, key, place="here")
    assert (key.algorithm, key.wrapping) == (algorithm, algorithm)
    assert "张小明".encode() not in sealed
    assert sealing.unseal(sealed, read_again(key), place="here") == {"姓名": "张小明"}


@pytest.mark.parametrize(("before", "after"), list(product(ALGORITHMS, repeat=2)))
def test_what_was_sealed_before_the_setting_changed_opens_beside_what_is_new(settings, before, after):
    settings.SEALING_ALGORITHM = before
    old = sealing.new_key()
    sealed = sealing.seal("old", old, place="here")
    settings.SEALING_ALGORITHM = after
    new = sealing.new_key()
    assert sealing.unseal(sealed, read_again(old), place="here") == "old"
    assert sealing.unseal(sealing.seal("new", new, place="here"), read_again(new), place="here") == "new"


def test_what_the_first_release_sealed_still_opens():
    """Written by its code: AES-256-GCM, no algorithm on the row, wrapped under version 1 of the tests' master key."""
    import os
    from uuid import UUID

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    identity, secret, nonce = UUID(int=7), os.urandom(32), os.urandom(12)
    master = HKDF(SHA256(), 32, None, b"tonghu:wrap").derive(b"only-for-tests-master-key-one-of-one")
    wrapped = nonce + AESGCM(master).encrypt(nonce, secret, identity.bytes)
    key = DataKey.objects.create(id=identity, wrapped=wrapped, master_version="1")
    sealed = nonce + AESGCM(secret).encrypt(nonce, b'{"a":1}', b"draft.answers:7")
    assert sealing.unseal(sealed, read_again(key), place="draft.answers:7") == {"a": 1}


def test_bytes_that_were_moved_do_not_open(algorithm):
    key = sealing.new_key()
    sealed = sealing.seal("x", key, place="submission.answers:1")
    with pytest.raises(Unreadable):
        sealing.unseal(sealed, key, place="submission.answers:2")


def test_bytes_that_were_changed_do_not_open(algorithm):
    key = sealing.new_key()
    sealed = bytearray(sealing.seal("x", key, place="here"))
    sealed[-1] ^= 1
    with pytest.raises(Unreadable):
        sealing.unseal(bytes(sealed), key, place="here")


def test_another_data_key_does_not_open_them(algorithm):
    sealed = sealing.seal("x", sealing.new_key(), place="here")
    with pytest.raises(Unreadable):
        sealing.unseal(sealed, sealing.new_key(), place="here")


def test_a_wrapped_key_that_was_put_into_another_row_does_not_open(algorithm):
    key, other = sealing.new_key(), sealing.new_key()
    sealed = sealing.seal("x", key, place="here")
    other.wrapped = key.wrapped
    with pytest.raises(Unreadable):
        sealing.unseal(sealed, other, place="here")


@pytest.mark.parametrize("column", ["algorithm", "wrapping"])
def test_a_row_whose_algorithm_was_changed_does_not_open(column):
    key = sealing.new_key()
    sealed = sealing.seal("x", key, place="here")
    for name in ("SM4-GCM", "none", ""):
        setattr(key, column, name)
        with pytest.raises(Unreadable):
            sealing.unseal(sealed, key, place="here")


def test_another_master_key_of_the_same_version_opens_nothing(settings, algorithm):
    key = sealing.new_key()
    sealed = sealing.seal("x", key, place="here")
    settings.MASTER_KEYS = MasterKeys({"1": "another-master-key-with-enough-characters"})
    with pytest.raises(Unreadable):
        sealing.unseal(sealed, key, place="here")


def test_a_missing_master_key_is_told_by_its_version(settings):
    key = sealing.new_key()
    sealed = sealing.seal("x", key, place="here")
    settings.MASTER_KEYS = MasterKeys({"2": "another-master-key-with-enough-characters"})
    with pytest.raises(MissingMasterKey, match="version 1 ") as caught:
        sealing.unseal(sealed, key, place="here")
    assert caught.value.version == "1"
    assert "another-master-key" not in str(caught.value)


@pytest.mark.parametrize("algorithm_of_index", ["HMAC-SHA256"])
def test_an_index_key_seals_nothing(algorithm_of_index):
    key = sealing.keep(b"x" * 32, algorithm=algorithm_of_index)
    with pytest.raises(KeyError):
        sealing.seal("x", key, place="here")
