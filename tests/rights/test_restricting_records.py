"""After a granted objection to the paper that opened a record, only those who keep the record up to date read it."""

import pytest

from forms.fieldtypes import lookups
from forms.models import Record, Submission
from forms.records import policies
from forms.records.finding import find
from forms.searching.query import understood
from tests.forms.records.conftest import registry  # noqa: F401 -- a fixture
from workflows.rights import requests, restricting
from workflows.rights.models import Restriction

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(registry, cast, keepers):  # noqa: F811
    with lookups.asking_as(lambda: cast.post("east_township")):
        record = registry.open_file()
    asked = requests.take(
        "objection",
        person={"asker": "母亲", "name": "林小远"},
        identity_checked="guardian",
        legal_basis="第四十四条",
        by=keepers.leader,
    )
    restricting.restrict(asked, [Submission.objects.get()], by=keepers.leader)
    return Record.objects.get(pk=record.pk)


def test_only_who_writes_it_reads_it(record, cast):
    assert policies.readable(cast.post("east_township"), record)
    for who in ("east_civil_affairs", "east_police"):
        assert policies.readable(cast.post(who), record) == set()
        assert not Record.objects.visible_to(getattr(cast, who)).exists()


def test_no_search_finds_it(record, cast):
    post = cast.post("east_township")
    assert find(Record.objects.visible_as(post), understood("林小远"), by=post, most=5) == []


def test_when_it_is_lifted_all_read_it_again(record, cast, keepers):
    restricting.lift(Restriction.objects.get(), by=keepers.deputy)
    assert Record.objects.visible_to(cast.east_police).get() == record
