"""What formulas of forms may name of the case."""

import pytest
from django.utils import translation

from forms import builder, contexts, services
from forms.publishable import problems_in
from forms.schema import FormSchema
from forms.versions.publishing import NotPublishable


def asking(formula):
    note = {"kind": "note", "key": "mind", "text": {"en": "!"}, "shown_when": {"formula": formula}}
    field = {"kind": "field", "key": "done", "type": "yes_no", "label": {"en": "Done"}}
    step = {"key": "step", "title": {"en": "Step"}, "items": [field, note]}
    return FormSchema.model_validate({"key": "asks_the_case", "title": {"zh-hans": "回应"}, "steps": [step]})


@pytest.mark.parametrize("of", ["small_report", "answers"])
def test_a_form_that_asks_for_an_open_answer_of_the_case_is_published(version, of):
    schema = asking(f"${{case.{of}.danger_now}} = 'yes'")

    assert services.publish(builder.save_definition(schema, by=None), by=None).number == 1


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("${case.small_report.facts} = 'x'", "“case.small_report.facts” is sealed"),
        ("${case.small_report.nothing} = 'x'", "There is no field “case.small_report.nothing”"),
        ("${case.small_report.danger_now} = 'perhaps'", "There is no such option: “perhaps”"),
    ],
)
def test_what_is_sealed_or_not_there_is_refused_with_a_sentence(version, formula, sentence):
    with translation.override("en"), pytest.raises(NotPublishable) as refused:
        services.publish(builder.save_definition(asking(formula), by=None), by=None)

    [problem] = refused.value.problems
    with translation.override("en"):
        assert sentence in str(problem.sentence)
    assert (problem.place, problem.rule) == ("mind", "shown_when")


@pytest.mark.django_db
def test_forms_of_one_pack_may_ask_for_each_others_answers_before_any_is_published():
    asks = asking("${case.other.done} = true()")
    with contexts.beside([asking("true()").model_copy(update={"key": "other"})]):
        assert problems_in(asks) == []
    assert problems_in(asks)
