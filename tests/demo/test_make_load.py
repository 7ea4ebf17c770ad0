"""The load: as many cases as asked for, each whole and readable, never beside real children, and never twice."""

import io
from random import Random

import pytest
from django.core.management import CommandError, call_command

from forms.models import Submission
from portal.directory.models import Area, Post
from workflows.events import broken_links
from workflows.load.people import username
from workflows.load.places import Likelihood, county_codes
from workflows.models import Case, CaseParty, Event, Task

pytestmark = pytest.mark.django_db

FEW = 60


def make_load(cases: int = FEW, **options) -> str:
    said = io.StringIO()
    call_command("make_load", cases=cases, stdout=said, **options)
    return said.getvalue()


def test_as_many_cases_as_asked_for_are_there_each_with_its_chain_and_its_tasks():
    make_load()
    assert Case.objects.count() == FEW
    assert not [case for case in Case.objects.all() if broken_links(case)]
    for case in Case.objects.exclude(closed_at=None):
        assert not case.tasks.open().exists()
        assert case.current_state.kind == "end"
    assert Case.objects.filter(closed_at=None).exists()


def test_every_sealed_answer_opens():
    make_load(10)
    for submission in Submission.objects.select_related("data_key", "reporter_identity__data_key"):
        assert submission.unsealed()
        if hasattr(submission, "reporter_identity"):
            assert submission.reporter_identity.unsealed()["reporter_kind"]


def test_a_second_run_adds_only_what_is_missing():
    make_load(FEW - 20)
    first = set(Case.objects.values_list("number", flat=True))
    make_load()
    assert first < set(Case.objects.values_list("number", flat=True))
    counts = [model.objects.count() for model in (Case, Submission, CaseParty, Task, Event)]
    make_load()
    assert [model.objects.count() for model in (Case, Submission, CaseParty, Task, Event)] == counts
    assert counts[0] == FEW


def test_it_stays_away_from_real_places_unless_told():
    Area.objects.create(code="330106000000", name="某区")
    with pytest.raises(CommandError, match="--beside-real-data"):
        make_load()
    assert not Case.objects.exists()
    make_load(5, beside_real_data=True)
    assert Case.objects.count() == 5


def test_nobody_of_the_load_can_sign_in():
    make_load(1)
    officer = Post.objects.get(user__username=username("police_leader", county_codes()[0]))
    assert not officer.user.has_usable_password()


def test_a_few_places_have_most_of_the_cases():
    likelihood, chance = Likelihood(), Random(1)  # noqa: S311 -- no secret
    counties = [likelihood.choose(chance).county for _ in range(2000)]
    assert counties.count(county_codes()[0]) > 3 * counties.count(county_codes()[-1])
