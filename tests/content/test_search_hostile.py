"""Queries that nobody means well with: an answer, no error, and never more questions to the database than that."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.importing.pages import import_document
from content.models import PolicyPage, SearchEntry
from content.models.search import bring_up_to_date, make_anew, remember_all
from content.policytext.parse import parse
from content.search.finding import best
from tests.content.policytext.samples import SAMPLE

pytestmark = pytest.mark.django_db
MOST_QUESTIONS = 120
HOSTILE = [
    "字" * 3000, "儿童 " * 600, "\x00", "儿\x00童", "%00", "\x1b[2J", "%", "_", "\\", "'", '"', '""', "';--",
    "，。！？", "（）〔〕", "😀", "👨‍👩‍👧‍👦", "\ufeff", "\u202e儿童", "\ud800", "儿童*", "儿 AND 童", "NOT 儿童",
    "儿童 OR 主任", "NEAR(儿童 主任)", "title:儿童", "{title}:(a", "^儿童", "-儿童", "儿童 & !主任", "儿童:*", "<->",
    "a" * 80, "a b c d e f g h i j", "1", "的", "儿", "é" * 80, "ß" * 80, "㈠㈡", "\ufdfa" * 80, "\u0627" * 40, "་བོད",
    "𠀀𠀁", "\u3000", "童" * 80,
]  # fmt: skip


@pytest.fixture
def policy():
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/", "/policy/"])
@pytest.mark.parametrize("query", HOSTILE, ids=map(str, range(len(HOSTILE))))
def test_it_is_answered(client, policy, address, query):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, {"q": query.encode(errors="surrogatepass"), "page": "-1"})
    assert response.status_code == (400 if "\x00" in query else 200)
    assert len(asked) < MOST_QUESTIONS


def test_who_asks_for_what_can_hardly_be_waits_no_longer(policy, monkeypatch):
    looks = []
    places = "content.search.finding.tables.places"
    monkeypatch.setattr(
        places, lambda _pieces, _column, below, most: looks.append(most) or list(range(below - 1, below - 1 - most, -1))
    )
    assert best(["儿童"], 10) == []
    assert sum(looks) < 3 * 30_000


def test_the_index_is_made_anew(policy):
    SearchEntry.objects.all().delete()
    assert best(["督导"], 9) == []
    assert bring_up_to_date() > 0
    assert best(["督导"], 9) == [policy.pk]
    assert bring_up_to_date() == 0
    assert make_anew() > 0
    assert best(["督导"], 9) == [policy.pk]


def test_pages_taken_down_behind_our_back_are_never_found_and_swept_out(policy):
    PolicyPage.objects.filter(pk=policy.pk).update(live=False)
    assert best(["督导"], 9) == []
    make_anew()
    assert not SearchEntry.objects.filter(pk=policy.pk).exists()


def test_what_is_remembered_twice_is_there_once(policy):
    remember_all([policy])
    remember_all([policy, policy])
    assert best(["督导"], 9) == [policy.pk]
