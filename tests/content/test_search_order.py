"""What is found and in which order, said once more without any index: the same on every database."""

from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import job_handlers
from content.indexing.sounds import sounds
from content.indexing.spelling import spelled
from content.job_handlers import plan_day, rank_lapsed
from content.models import PolicyPage, SearchEntry, Validity
from content.search import finding
from content.search.finding import best
from content.setup import ensure_site
from content.text import terms_of
from portal.jobs.models import Job

pytestmark = pytest.mark.django_db

LETTERS = "留守兒儿童童国家中1２ab，  \n"
PAGES = 40
MANY = 1000


def written(chance, most):
    return "".join(chance.choices(LETTERS, k=chance.randrange(1, most)))


@pytest.fixture
def pages(request):
    chance = Random(request.param)  # noqa: S311 -- makes texts, protects nothing
    index = ensure_site().policies
    made = [index.add_child(instance=page(chance, number)) for number in range(PAGES)]
    for one in chance.sample(made, 5):
        one.unpublish()
    for one in chance.sample(made, 5):
        one.view_restrictions.create(restriction_type="login")
    return made


def page(chance, number):
    clauses = [
        {"type": "clause", "value": {"level": "1", "number": "一、", "title": written(chance, 6), "text": text}}
        for text in (written(chance, 30) for _ in range(chance.randrange(3)))
    ]
    return PolicyPage(
        title=f"文 {written(chance, 6)}",
        slug=f"page-{number}",
        issuer=written(chance, 8),
        issued_on=date(2020, 1, 1) + timedelta(days=chance.randrange(8)),
        validity=chance.choice(Validity.values),
        body=[*clauses, {"type": "annex", "value": {"title": "附件", "text": written(chance, 20)}}],
    )


@pytest.fixture
def lines(pages):
    """Every page that everybody may read, with the lines of its three ranks, and what orders it within a rank."""
    found = []
    for one in PolicyPage.objects.live().public():
        title = "\n".join([*map(spelled, one.search_titles()), f" {sounds(one.title)}"])
        text = "\n".join(spelled(words) for _anchor, words in one.search_passages())
        rest = "\n".join(map(spelled, one.search_words()))
        if not one.search_passages():
            text, rest = rest, ""
        in_force, day = one.search_standing()
        found.append(((not in_force, -day.toordinal(), -one.pk), ([title], [text], [title, text, rest])))
    return found


def said_again(lines, terms):
    """The definition: three ranks, in each of them what is in force, the newest, the one made last."""
    ranked = []
    for order, ranks in lines:
        held = (all(any(term in place for place in places) for term in terms) for places in ranks)
        rank = next((rank for rank, is_held in enumerate(held) if is_held), None)
        if rank is not None:
            ranked.append((rank, *order))
    return [-one for *_order, one in sorted(ranked)]


@pytest.mark.parametrize("pages", [1, 2], indirect=True)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(LETTERS, max_size=7))
def test_what_is_found_is_what_the_definition_says(pages, lines, query):
    terms = terms_of(query)
    if terms:
        ours = {one.pk for one in pages}
        assert [found for found in best(terms, MANY) if found in ours] == said_again(lines, terms)


@pytest.mark.parametrize("pages", [4], indirect=True)
def test_a_look_that_is_too_short_is_followed_by_the_next(pages, monkeypatch):
    whole = best(["童"], MANY)
    monkeypatch.setattr(finding, "FIRST_LOOK", 1)
    assert len(whole) > 10
    assert best(["童"], MANY) == whole
    assert best(["童"], 7) == whole[:7]


@pytest.mark.parametrize("pages", [5], indirect=True)
def test_the_condition_of_lists_says_the_same(pages):
    for query in ("童", "儿童", "国家中", "1", "留守 国家", "a"):
        terms = terms_of(query)
        listed = SearchEntry.objects.matching(terms).readable_by_all().values_list("pk", flat=True)
        assert set(listed) == set(best(terms, MANY))


def test_a_document_whose_term_has_ended_is_found_last_though_nobody_saved_it(monkeypatch):
    index, today = ensure_site().policies, timezone.localdate()
    ending, lasting = (
        index.add_child(instance=PolicyPage(title=f"过渡办法{n}", slug=f"term-{n}", issued_on=day, expires_on=end))
        for n, day, end in ((1, date(2025, 1, 1), today), (2, date(2020, 1, 1), None))
    )
    rank_lapsed()
    assert best(terms_of("过渡办法"), MANY) == [ending.pk, lasting.pk]
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=1))
    rank_lapsed()
    assert best(terms_of("过渡办法"), MANY) == [lasting.pk, ending.pk]
    assert not PolicyPage.objects.lapsed_but_ranked().exists()


def test_terms_that_ended_are_looked_for_once_a_day():
    job_handlers._planned.clear()
    plan_day()
    job_handlers._planned.clear()
    plan_day()
    assert Job.objects.filter(kind=job_handlers.STANDING).count() == 1
