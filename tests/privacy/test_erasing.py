"""After erasing nothing opens what was sealed: no master key, no other data key, no copy of the sealed bytes."""

import sqlite3
from contextlib import closing

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings as django_settings

from portal.privacy import algorithms, indexkeys, sealing
from portal.privacy.keyproviders import Wrapped, WrongMasterKey, provider
from portal.privacy.models import DataKey
from portal.privacy.sealing import Unreadable
from portal.settings.database import SQLITE_PRAGMAS

PLACE = "submission.answers:1"


def every_secret_that_is_left():
    """Each data key that still opens, and each index key: all secrets that a database and its master keys hold."""
    yield from (sealing.open_key(key) for key in DataKey.objects.alive())
    yield from (indexkeys.key_for(purpose) for purpose in ("receipt", "blind:record.name"))
    yield from (master.encode()[:32].ljust(32, b"0") for master in django_settings.MASTER_KEYS.values())


def opens(sealed):
    for secret in every_secret_that_is_left():
        for name in ("AES-256-GCM", "SM4-GCM"):
            try:
                algorithms.unseal(name, secret, sealed, context=PLACE.encode())
            except InvalidTag:
                continue
            return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("algorithm", ["AES-256-GCM", "SM4-GCM"])
def test_no_secret_that_is_left_opens_what_was_erased(settings, second_key, algorithm):
    settings.SEALING_ALGORITHM = algorithm
    key = sealing.new_key()
    others = [sealing.new_key() for _ in range(3)]
    sealed = sealing.seal("x", key, place=PLACE)
    assert opens(sealed)  # as long as its key is there, the same search does open it

    sealing.erase(key)

    assert not opens(sealed)
    with pytest.raises(Unreadable):
        sealing.unseal(sealed, DataKey.objects.get(pk=key.pk), place=PLACE)
    assert all(sealing.unseal(sealing.seal("y", other, place="b"), other, place="b") == "y" for other in others)


@pytest.mark.django_db
def test_an_erased_row_says_when_and_nothing_of_the_key():
    key = sealing.new_key()
    sealing.erase(key)
    row = DataKey.objects.values().get(pk=key.pk)
    assert row["wrapped"] is None
    assert row["erased_at"] is not None


@pytest.mark.django_db
def test_a_stolen_copy_of_a_wrapped_key_is_worth_nothing_once_its_master_key_is_gone(settings, second_key):
    """What a backup or a log may keep of an erased key: the reason why retiring a master key ends erasing."""
    key = sealing.new_key()
    copy = Wrapped(bytes(key.wrapped), key.master_version, key.wrapping)
    sealing.erase(key)
    assert provider().unwrap(copy, context=key.id.bytes)
    with pytest.raises(WrongMasterKey):
        provider().unwrap(Wrapped(copy.data, "1", copy.method), context=key.id.bytes)


@pytest.mark.parametrize(("pragmas", "is_left"), [(SQLITE_PRAGMAS, False), ("PRAGMA secure_delete=OFF;", True)])
def test_sqlite_overwrites_a_wrapped_key_in_its_file(tmp_path, pragmas, is_left):
    """The second case is the broken twin: without the setting the bytes stay in the file."""
    path, wrapped = tmp_path / "db", bytes(range(40, 110))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(pragmas)
        database.execute("CREATE TABLE datakey (id INTEGER PRIMARY KEY, wrapped BLOB)")
        database.executemany(
            "INSERT INTO datakey VALUES (?, ?)", [(1, b"other" * 20), (2, wrapped), (3, b"third" * 20)]
        )
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert wrapped in path.read_bytes()
        database.execute("UPDATE datakey SET wrapped = NULL WHERE id = 2")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        # SQLite writes a few bytes of its own into what is free.
        left = [file for file in tmp_path.iterdir() if wrapped[30:50] in file.read_bytes()]
    assert bool(left) == is_left
