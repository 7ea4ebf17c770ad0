"""What a sheet names of a form is there before it is published."""

import pytest
from django.utils.translation import override

from forms.exchange.packs import read_forms
from forms.papernames import unknown_names
from forms.publishable import problems_in
from tests.forms import sample
from workflows.packing import find

PETITION = "workflows/papers/court_petition.html"
FORMS = {form.key: form for form in read_forms(find("child-protection"))}


def without(form, key):
    steps = tuple(step.model_copy(update={"items": keep(step.items, key)}) for step in form.steps)
    return form.model_copy(update={"steps": steps, "tests": ()})


def keep(items, key):
    return tuple(item for item in items if item.key != key)


def test_the_shipped_sheet_names_only_what_its_form_asks():
    assert unknown_names(PETITION, FORMS["petition_revoke"]) == []


def test_a_sheet_that_sets_out_answers_of_its_own_needs_them_all():
    assert unknown_names(PETITION, without(FORMS["petition_revoke"], "court")) == ["court"]


@pytest.mark.django_db
def test_a_form_without_what_its_sheet_prints_is_not_published():
    with override("en"):
        problems = problems_in(sample.schema(layout="court_petition"))

    assert {problem.rule for problem in problems} == {"layout"}
    assert any("“court”, which the form does not ask" in str(problem.sentence) for problem in problems)


@pytest.mark.django_db
def test_what_a_test_knows_beside_the_form_must_have_a_name_there():
    context = {"case": {"no_such_form": {"field": "x"}}, "weather": {}}
    test = {"title": "例子", "context": context, "expected": [{"place": "days", "must_be": "hidden"}]}
    with override("en"):
        problems = problems_in(sample.schema(tests=[test]))

    assert [(problem.rule, problem.code) for problem in problems] == [("tests.0", "test")] * 2
    assert "“case.no_such_form.field”" in str(problems[0].sentence)
    assert "“weather”" in str(problems[1].sentence)


@pytest.mark.django_db
def test_what_rules_may_name_may_stand_in_a_test(version):
    context = {"case": {version.form.key: {"danger": True}}}
    test = {"title": "例子", "context": context, "expected": [{"place": "days", "must_be": "hidden"}]}

    assert problems_in(sample.schema(tests=[test])) == []
