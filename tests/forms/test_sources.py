"""What a question is filled in from beforehand must be there and fit."""

import pytest
from django.utils.translation import override

from forms import builder, services
from forms.publishable import problems_in
from tests.forms import sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def question(kind="text", prefill="", **more):
    return {"kind": "field", "key": "asked", "type": kind, "label": "问", "prefill": prefill, **more}


def form(*items):
    step = {"key": "more", "title": "更多", "items": list(items)}
    return sample.schema(steps=[sample.ABOUT, sample.PEOPLE, sample.REPORTER, step])


def found(*items):
    return [(problem.place, problem.rule, str(problem.sentence)) for problem in problems_in(form(*items))]


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("text", "profile.name"),
        ("phone", "profile.phone"),
        ("organisation", "profile.organisation"),
        ("area", "profile.area"),
        ("area", "last.place"),
        ("area", "last.asked"),
    ],
)
def test_what_is_known_is_taken(kind, source):
    assert found(question(kind, source)) == []


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (question(prefill="neighbour.name"), "Nothing is known of “neighbour.name”"),
        (question(prefill="profile"), "Nothing is known of “profile”"),
        (question(prefill="last."), "Nothing is known of “last.”"),
        (question(prefill="profile.birthday"), "“birthday” is not"),
        (question("date", "profile.name"), "another kind of answer"),
        (question(prefill="last.gone"), "“last.gone”, from which it is filled in, is not there"),
        (question(prefill="last.guardians"), "is not there"),
        (question("date", "last.place"), "another kind of answer"),
        (question(prefill="last.facts"), "More people may read this field"),
        (question(prefill="last.reporter_name", sensitivity="reporter"), "says who reported"),
        (question("signature", "profile.name"), "never filled in beforehand"),
        (question("photos", "last.photos"), "never filled in beforehand"),
        (question(prefill="profile.name", computed={"formula": "'x'"}), "never filled in beforehand"),
        (question(prefill="case.gone.facts"), "is not there"),
        (question(prefill="case.sample_report.gone"), "is not there"),
    ],
)
def test_what_is_unknown_or_can_never_stand_there_is_said_at_the_field(item, said):
    [(place, rule, sentence)] = found(item)
    assert (place, rule) == ("asked", "prefill")
    assert said in sentence


def test_a_column_is_pointed_at():
    table = {"kind": "table", "key": "rows", "label": "表", "columns": [question(prefill="profile.name")]}
    [(place, rule, sentence)] = found(table)
    assert (place, rule) == ("rows.asked", "prefill")
    assert "begin empty" in sentence


def test_an_answer_moves_to_a_new_key_by_naming_that_of_an_earlier_version(version):
    about = {**sample.ABOUT, "items": [item for item in sample.ABOUT["items"] if item["key"] != "days"]}
    moved = sample.schema(
        steps=[about, sample.PEOPLE, sample.REPORTER, {"key": "more", "title": "更多", "items": [DAYS]}]
    )
    published = services.publish(builder.save_definition(moved, by=None), by=None)
    assert published.number == 2
    assert problems_in(moved.model_copy(update={"key": "another_form"}))


DAYS = question("integer", "last.days")
