"""A portal whose master keys do not fit its database does not start, and says which version is missing."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command

from portal.privacy import readiness, sealing
from portal.privacy.models import DataKey, IndexKey
from portal.settings.masterkeys import MasterKeys
from tests.privacy.conftest import SECOND

pytestmark = pytest.mark.django_db


def test_the_keys_the_database_was_sealed_with_are_enough(second_key):
    sealing.new_key()
    assert readiness.obstacle() is None


def test_a_missing_version_is_named_with_the_number_of_keys_under_it(only_second_key):
    sentence = readiness.obstacle()
    assert sentence
    assert sentence.startswith(f"Master key version 1 is missing, and {DataKey.objects.count()} data keys")
    assert sentence.count(".") == 1
    assert SECOND not in sentence


def test_another_key_under_a_known_version_is_noticed(settings):
    settings.MASTER_KEYS = MasterKeys({"1": SECOND})
    sentence = readiness.obstacle()
    assert sentence
    assert "version 1 is not the one" in sentence


def test_one_damaged_row_does_not_keep_the_portal_from_starting():
    sealing.new_key()
    first = DataKey.objects.alive().order_by("pk").first()
    DataKey.objects.filter(pk=first.pk).update(wrapped=b"damaged")
    assert readiness.obstacle() is None


def test_keys_that_were_erased_need_no_master_key(second_key, settings):
    DataKey.objects.update(wrapped=None)
    settings.MASTER_KEYS = MasterKeys({"2": SECOND})
    assert "version 1" not in (readiness.obstacle() or "")


def test_a_database_that_lost_its_index_key_is_noticed():
    IndexKey.objects.all().delete()
    assert "index key" in (readiness.obstacle() or "")


def test_djangos_check_of_the_database_says_the_same(only_second_key):
    assert [error.msg for error in run_checks(tags=[Tags.database], databases=["default"])] == [readiness.obstacle()]
    with pytest.raises(CommandError, match="version 1 is missing"):
        call_command("check", tags=[Tags.database], databases=["default"])


def test_a_check_that_is_not_about_the_database_does_not_ask_it(only_second_key, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert run_checks(tags=[Tags.database]) == []


def test_the_versions_in_use_are_found_without_reading_every_key(second_key, django_assert_num_queries):
    for _ in range(3):
        sealing.new_key()
    with django_assert_num_queries(3):
        assert list(DataKey.objects.versions_in_use()) == ["1", "2"]
