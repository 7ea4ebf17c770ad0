"""Rotation wraps every data key anew, whatever happens meanwhile, and changes nothing that was sealed."""

import os
import signal
from io import StringIO
from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.privacy import rotation, sealing
from portal.privacy.digests import keyed_digest
from portal.privacy.keyproviders import MissingMasterKey
from portal.privacy.models import DataKey
from portal.privacy.sealing import Unreadable
from portal.settings.masterkeys import MasterKeys
from tests.privacy.conftest import FIRST, SECOND

RECORDS = 25


def read_again(key):
    return DataKey.objects.get(pk=key.pk)


@pytest.fixture
def sealed(db, monkeypatch):
    """Records sealed under the first version, in batches of ten."""
    monkeypatch.setattr(rotation, "BATCH", 10)
    keys = [sealing.new_key() for _ in range(RECORDS)]
    return [(key, sealing.seal(number, key, place=str(number))) for number, key in enumerate(keys)]


def everything_opens(sealed):
    return all(sealing.unseal(data, read_again(key), place=str(n)) == n for n, (key, data) in enumerate(sealed))


def versions():
    return set(DataKey.objects.alive().values_list("master_version", flat=True))


def rotated():
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_afterwards_the_old_master_key_is_needed_by_nothing(sealed, second_key, settings):
    assert "Done." in rotated()
    assert versions() == {"2"}
    settings.MASTER_KEYS = MasterKeys({"2": SECOND})
    assert everything_opens(sealed)


def test_without_a_new_version_there_is_nothing_to_do(sealed):
    before = dict(DataKey.objects.values_list("pk", "wrapped"))
    assert list(rotation.steps()) == []
    assert dict(DataKey.objects.values_list("pk", "wrapped")) == before


def test_a_changed_algorithm_is_a_reason_to_wrap_anew(sealed, settings):
    settings.SEALING_ALGORITHM = "SM4-GCM"
    rotated()
    assert set(DataKey.objects.values_list("wrapping", flat=True)) == {"SM4-GCM"}
    assert everything_opens(sealed)


@pytest.mark.parametrize("batches", [0, 1, 2])
def test_stopped_between_two_batches_it_goes_on_with_what_is_left(sealed, second_key, batches):
    for _step, _ in zip(rotation.steps(), range(batches), strict=False):
        pass
    assert everything_opens(sealed)
    left = rotation.outdated().count()
    assert sum(step.rewrapped for step in rotation.steps()) == left
    assert everything_opens(sealed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("killed_at", [0, 3, 13, 24])
def test_killed_in_the_middle_of_a_batch_it_loses_no_key(sealed, second_key, monkeypatch, killed_at):
    connection.close()  # a connection is not shared with a child
    child = os.fork()
    if child == 0:
        rotate_and_die(killed_at)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL

    assert DataKey.objects.alive().filter(master_version="2").count() == killed_at // 10 * 10
    assert everything_opens(sealed)
    rotated()
    assert versions() == {"2"}
    assert everything_opens(sealed)


def rotate_and_die(killed_at):
    """In the child: kill -9 while row number `killed_at` is about to be written, inside the batch's transaction."""
    number, alive = count(), rotation.DataKeyQuerySet.alive

    def counted(keys):
        if connection.in_atomic_block and next(number) == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return alive(keys)

    rotation.DataKeyQuerySet.alive = counted
    for _ in rotation.steps():
        pass
    os._exit(0)


def test_a_key_that_is_erased_meanwhile_stays_erased(sealed, second_key, monkeypatch):
    """The row is read, then erased by somebody else, then written."""
    victim, data = sealed[0]
    rewrap = rotation._rewrap
    monkeypatch.setattr(rotation, "_rewrap", lambda key: sealing.erase(read_again(victim)) or rewrap(key))
    rotated()
    assert read_again(victim).wrapped is None
    with pytest.raises(Unreadable):
        sealing.unseal(data, read_again(victim), place="0")


def test_a_write_that_does_not_look_would_bring_an_erased_key_back(sealed, second_key):
    """The broken twin of the test above: without the condition the erased key opens again."""
    victim, data = sealed[0]
    stale = read_again(victim)
    sealing.erase(read_again(victim))
    rotation._rewrap(stale)
    stale.save()
    assert sealing.unseal(data, read_again(victim), place="0") == 0


def test_what_was_read_before_the_rotation_still_opens_after_it(sealed, second_key):
    key, data = sealed[0]
    rotated()
    assert key.master_version == "1"
    assert sealing.unseal(data, key, place="0") == 0


def test_a_damaged_key_is_counted_and_holds_up_nobody(sealed, second_key):
    DataKey.objects.filter(pk=sealed[0][0].pk).update(wrapped=b"damaged")
    with pytest.raises(CommandError, match="1 data keys do not open"):
        call_command("rotate_keys", stdout=StringIO())
    assert rotation.outdated().count() == 1
    with pytest.raises(CommandError, match="still wraps 1 data keys"):
        call_command("master_keys", retire="1")


def test_a_missing_version_stops_it_with_a_sentence(sealed, only_second_key):
    with pytest.raises(CommandError, match="version 1 is not configured"):
        call_command("rotate_keys", stdout=StringIO())
    with pytest.raises(MissingMasterKey):
        next(rotation.steps())


def test_each_batch_is_a_transaction_of_its_own(sealed, second_key, django_assert_num_queries):
    steps = rotation.steps()
    with django_assert_num_queries(1 + 10 + 2):  # look, write, savepoint around it
        next(steps)


def test_digests_stay_what_they_are(sealed, second_key, settings, fresh_index_keys):
    before = keyed_digest("7K3M", "receipt")
    rotated()
    settings.MASTER_KEYS = MasterKeys({"2": SECOND})
    from portal.privacy import indexkeys

    indexkeys.forget()
    assert keyed_digest("7K3M", "receipt") == before


@pytest.mark.django_db
def test_a_version_can_be_retired_when_nothing_needs_it(settings, sealed, second_key):
    def asked(version):
        out = StringIO()
        call_command("master_keys", retire=version, stdout=out)
        return out.getvalue()

    keys = DataKey.objects.alive().filter(master_version="1").count()
    with pytest.raises(CommandError, match=f"still wraps {keys} data keys"):
        asked("1")
    with pytest.raises(CommandError, match="wraps what is new"):
        asked("2")
    with pytest.raises(CommandError, match="no master key version 9"):
        asked("9")
    rotated()
    assert "No data key needs version 1" in asked("1")


@pytest.mark.django_db
def test_the_list_says_what_each_version_wraps_and_never_a_key(sealed, settings):
    settings.MASTER_KEYS = MasterKeys({"2": SECOND, "3": FIRST + FIRST})
    out = StringIO()
    call_command("master_keys", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == f"version 1: {DataKey.objects.alive().count()} data keys, MISSING here"
    assert lines[1:] == ["version 2: 0 data keys, given here", "version 3: 0 data keys, given here, wraps new keys"]
    assert FIRST not in out.getvalue()
