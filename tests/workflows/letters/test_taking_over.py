"""Workflows that were published while letters were files go on printing them, and what they printed says from what."""

from importlib import import_module

import pytest
from django.apps import apps

from workflows import packing
from workflows.letters.builder import schema_of
from workflows.letters.models import Letter, LetterVersion
from workflows.letters.publishing import publish

take_over = import_module("workflows.letters.migrations.0002_letters_of_running_workflows").publish_what_is_named


@pytest.fixture
def installed(cast):
    """The pack, as if its letters had not been there."""
    packing.apply(packing.read(packing.find("child-protection")))
    LetterVersion.objects.all()._raw_delete("default")
    Letter.objects.all().delete()


def test_letters_that_published_workflows_name_are_there_in_their_first_version(installed):
    take_over(apps, None)
    for letter in Letter.objects.all():
        version = letter.current_version
        assert (letter.live, version.number) == (True, 1)
        assert version.schema.checksum() == version.checksum
        assert schema_of(letter).key == version.schema.key
        assert publish(letter, by=None) == version
    assert set(Letter.objects.values_list("key", flat=True)) == {"notify_township", "service_certificate"}


def test_once_is_enough_and_what_is_there_stays(installed):
    take_over(apps, None)
    Letter.objects.filter(key="notify_township").update(title="我们的函")
    take_over(apps, None)
    assert Letter.objects.get(key="notify_township").title == "我们的函"
    assert LetterVersion.objects.count() == 2


def test_a_portal_without_such_workflows_gets_none(db):
    take_over(apps, None)
    assert not Letter.objects.exists()
