"""Digests stay what they are, whatever happens to the master keys."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from portal.privacy import indexkeys, sealing
from portal.privacy.digests import keyed_digest
from portal.privacy.indexkeys import MissingIndexKey
from portal.privacy.keyproviders import derive_key
from portal.privacy.models import DataKey, IndexKey

# Made by the first release for "7K3M", under version 1 of the tests' master key.
OF_THE_FIRST_RELEASE = {
    "receipt": "16a5a165b460ee339d71f50ccc65eff62932b698e136ad688e9bc789f5e03357",
    "case-event": "20a413aef99558928cce3cc71824bb9a0805a944400b721df1d1363fb593bf41",
}


@pytest.mark.django_db
def test_equal_values_meet_and_purposes_do_not():
    assert keyed_digest("张小明", "a") == keyed_digest("张小明", "a")
    assert len({keyed_digest(value, purpose) for value in ("张小明", "张晓明") for purpose in ("a", "b")}) == 4


@pytest.mark.django_db
def test_a_digest_survives_a_new_master_key_and_the_end_of_the_old_one(settings, second_key, fresh_index_keys):
    before = keyed_digest("7K3M", "receipt")
    for key in DataKey.objects.alive():
        sealing.wrap(sealing.open_key(key), key)
        key.save()
    settings.MASTER_KEYS = type(settings.MASTER_KEYS)({"2": settings.MASTER_KEYS["2"]})
    indexkeys.forget()
    assert keyed_digest("7K3M", "receipt") == before


@pytest.mark.django_db
def test_a_database_without_index_key_makes_no_digest(fresh_index_keys):
    IndexKey.objects.all().delete()
    with pytest.raises(MissingIndexKey):
        keyed_digest("7K3M", "receipt")


@pytest.mark.django_db
def test_a_digest_costs_no_query_once_the_key_is_known(django_assert_num_queries):
    keyed_digest("a", "warm")
    with django_assert_num_queries(0):
        keyed_digest("b", "warm")


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_gets_an_index_key_of_its_own(fresh_index_keys):
    before = keyed_digest("7K3M", "receipt")
    call_command("flush", interactive=False, verbosity=0)
    assert IndexKey.objects.count() == 1
    assert keyed_digest("7K3M", "receipt") != before


@pytest.fixture
def make_index_keys(db, fresh_index_keys):
    """What the migration does, in a database that has no index key yet."""
    IndexKey.objects.all().delete()
    DataKey.objects.all().delete()
    migration = import_module("portal.privacy.migrations.0003_make_index_keys")
    return lambda: migration.make_index_keys(apps, None)


def test_a_database_in_use_keeps_the_digests_it_has(make_index_keys):
    sealing.new_key()
    make_index_keys()
    assert {purpose: keyed_digest("7K3M", purpose) for purpose in OF_THE_FIRST_RELEASE} == OF_THE_FIRST_RELEASE


def test_a_database_in_use_has_other_purposes_under_a_secret_of_its_own(make_index_keys, settings):
    sealing.new_key()
    make_index_keys()
    oldest = settings.MASTER_KEYS["1"].encode()
    assert indexkeys.key_for("blind:record.name") != derive_key(oldest, b"index:blind:record.name")


def test_a_new_database_gets_a_secret_of_its_own(make_index_keys):
    make_index_keys()
    assert keyed_digest("7K3M", "receipt") != OF_THE_FIRST_RELEASE["receipt"]
    assert list(IndexKey.objects.values_list("purpose", flat=True)) == [""]


def test_migrating_again_changes_no_digest(make_index_keys):
    make_index_keys()
    before = keyed_digest("7K3M", "receipt")
    make_index_keys()
    indexkeys.forget()
    assert keyed_digest("7K3M", "receipt") == before
