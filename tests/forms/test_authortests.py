"""The tests that an author writes into a form."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from forms import authortests, builder
from forms.publishable import problems_in
from forms.services import NotPublishable, publish
from tests.forms import sample

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def failures(answers, *expected, **changes):
    test = {"title": "例子", "answers": answers, "expected": expected}
    [result] = authortests.run(sample.schema(tests=[test], **changes), NOW)
    return result.failures


def must_be(place, what, value=None):
    return {"place": place, "must_be": what, "value": value}


def test_what_is_as_expected_passes():
    assert not failures(
        {"danger": True, "kind": "alone"},
        must_be("called", "shown"),
        must_be("call_now", "shown"),
        must_be("days", "required"),
        must_be("people", "shown"),
        must_be("kind", "equal", "alone"),
        must_be("", "refused"),
        must_be("kind", "accepted"),
    )


def test_a_whole_form_is_accepted_when_nothing_is_missing(cast):
    assert not failures(sample.ANSWERS, must_be("", "accepted"), must_be("guardians.1.name", "equal", "林远"))


@pytest.mark.parametrize(
    ("answers", "expectation", "said"),
    [
        ({"danger": False}, must_be("called", "shown"), "hidden because “In danger now” is not “Yes”"),
        ({}, must_be("days", "shown"), "hidden because “Situation” is not “Alone”"),
        ({"danger": True}, must_be("called", "hidden"), "“Called the police” should be hidden, but it is shown"),
        ({"kind": "alone"}, must_be("days", "required"), "“Days” should be required, but it is optional"),
        ({"danger": True}, must_be("called", "optional"), "should be optional, but it is required"),
        ({}, must_be("called", "required"), "“Called the police” is hidden"),
        ({"kind": "hurt"}, must_be("kind", "equal", "alone"), "should be “Alone”, but it is “Hurt”"),
        ({}, must_be("kind", "equal", "alone"), "should be “Alone”, but it is without an answer"),
        ({"kind": "alone", "days": 200}, must_be("days", "accepted"), "Too many days"),
        ({"kind": "alone", "days": 2}, must_be("days", "refused"), "should be refused, but it is accepted"),
        ({}, must_be("", "accepted"), "“the form” should be accepted, but it is refused"),
        ({}, must_be("gone", "shown"), "“gone” is not in this form (any more)"),
        ({}, must_be("gone", "refused"), "“gone” is not in this form (any more)"),
        ({}, must_be("", "shown"), "is not in this form"),
        (
            {"guardians": [{"name": "甲"}]},
            must_be("guardians.1.name", "equal", "乙"),
            "“Guardians 1, Name” should be “乙”",
        ),
        ({"guardians": [{}]}, must_be("guardians.1.name", "accepted"), "Please answer this."),
        ({"gone": 1}, must_be("kind", "shown"), "answers “gone”, which the form does not ask"),
    ],
)
def test_what_is_otherwise_is_said_in_words(answers, expectation, said):
    [failure] = failures(answers, expectation)

    assert said in failure


def test_the_moment_and_the_context_are_those_of_the_test():
    step = {
        **sample.REPORTER,
        "items": [
            *sample.REPORTER["items"],
            {
                "kind": "field",
                "key": "late",
                "type": "text",
                "label": "晚",
                "shown_when": {"formula": "today() > date('2030-01-01') and ${case.kind} = 'alone'"},
            },
        ],
    }
    test = {
        "title": "t",
        "at": "2031-01-01T00:00:00",
        "context": {"case": {"kind": "alone"}},
        "expected": [must_be("late", "shown")],
    }
    schema = sample.schema(steps=[sample.ABOUT, sample.PEOPLE, step], tests=[test])

    assert authortests.run(schema, NOW)[0].passed
    assert not authortests.run(sample.schema(tests=[{**test, "expected": [must_be("days", "shown")]}]), NOW)[0].passed


def test_a_failing_test_is_a_problem_of_the_form():
    test = {"title": "例子", "expected": [must_be("days", "shown")]}

    [problem] = problems_in(sample.schema(tests=[test]))

    assert (problem.rule, problem.code) == ("tests.0", "test")
    assert "例子" in str(problem.sentence)


@pytest.mark.django_db
def test_a_form_with_a_failing_test_is_not_published():
    test = {"title": "例子", "expected": [must_be("days", "shown")]}
    form = builder.save_definition(sample.schema(tests=[test]), by=None)

    with pytest.raises(NotPublishable):
        publish(form, by=None)


def test_a_part_inside_of_what_is_hidden_is_hidden_because_of_that():
    step = {**sample.PEOPLE, "shown_when": {"formula": "${danger} = true() and not(${kind} = 'hurt')"}}

    [failure] = failures(
        {"danger": True, "kind": "hurt"}, must_be("guardians", "shown"), steps=[sample.ABOUT, step, sample.REPORTER]
    )

    assert "because “People”, in which it stands, is hidden; “Situation” is “Hurt”." in failure


def test_labels_are_said_as_they_are_even_when_they_look_like_something_else():
    hostile = {**sample.ABOUT["items"][0], "label": "<script>%(part)s ${kind} \u202e"}
    step = {**sample.ABOUT, "items": [hostile, *sample.ABOUT["items"][1:]]}

    [failure] = failures({}, must_be("danger", "hidden"), steps=[step, sample.PEOPLE, sample.REPORTER])

    assert "<script>%(part)s ${kind}" in failure
