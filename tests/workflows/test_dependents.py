"""A form is not published without what other published forms and workflows need of it."""

import pytest
from django.utils.translation import override

from forms import builder as form_builder
from forms import services as forms
from forms.models import Form
from forms.schema import FormSchema
from forms.versions.publishing import NotPublishable
from tests.workflows.definitions import FORMS, REPORT, WORKFLOW, words
from tests.workflows.letters.small import publish_notice
from workflows import builder, services
from workflows.packing import Pack, problems_of


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def without(schema, key):
    [step] = schema.steps
    items = tuple(item for item in step.items if item.key != key)
    return schema.model_copy(update={"steps": (step.model_copy(update={"items": items}),)})


def publish(schema):
    return forms.publish(form_builder.save_definition(schema, by=None), by=None)


def refusals(schema):
    with pytest.raises(NotPublishable) as refused:
        publish(schema)
    return [str(problem) for problem in refused.value.problems]


def asking_the_case(**more):
    field = {"kind": "field", "key": "done", "type": "text", "label": words("做了", "Done"), **more}
    step = {"key": "step", "title": words("步骤", "Step"), "items": [field]}
    return FormSchema.model_validate({"key": "asks_the_case", "title": words("回应", "Answer"), "steps": [step]})


def test_a_field_that_a_rule_of_a_workflow_asks_for(version):
    [sentence] = refusals(without(REPORT, "danger_now"))
    assert "The workflow “Small protection” needs what this version takes away" in sentence
    assert "answers.danger_now" in sentence
    assert Form.objects.get(key="small_report").versions.count() == 1


def test_a_field_that_a_task_is_filled_in_from(version):
    raw = WORKFLOW.model_dump(mode="json")
    raw["states"][1]["tasks"][0]["prefill"] = {"found": "answers.facts"}
    services.publish(builder.save_definition(type(WORKFLOW).model_validate(raw), by=None), by=None)
    [sentence] = refusals(without(REPORT, "facts"))
    assert "found ← answers.facts" in sentence


def test_a_field_that_a_formula_of_another_form_asks_for(version):
    publish(asking_the_case(shown_when={"formula": "${case.small_response.result} = 'handled'"}))
    sentences = refusals(without(FORMS["small_response"], "result"))
    assert any("The form “Answer” needs" in one and "case.small_response.result" in one for one in sentences)


def test_an_option_that_a_formula_of_another_form_asks_for(version):
    publish(asking_the_case(shown_when={"formula": "${case.small_report.danger_now} = 'no'"}))
    raw = REPORT.model_dump(mode="json")
    raw["steps"][0]["items"][0]["choices"].pop()
    [sentence] = refusals(FormSchema.model_validate(raw))
    assert "There is no such option: “no”" in sentence


def test_an_option_that_a_rule_of_a_workflow_asks_for(version):
    raw = FORMS["small_response"].model_dump(mode="json")
    raw["steps"][0]["items"][0]["choices"].pop()
    [sentence] = refusals(FormSchema.model_validate(raw))
    assert "There is no such option: “false”" in sentence
    assert "Small protection" in sentence


def test_a_field_that_another_form_is_filled_in_from(version):
    publish(asking_the_case(prefill="case.small_report.facts", sensitivity="sensitive"))
    [sentence] = refusals(without(REPORT, "facts"))
    assert "“case.small_report.facts”, from which it is filled in, is not there" in sentence


def test_what_nobody_needs_may_go(version):
    assert publish(without(REPORT, "child_name")).number == 2


def test_what_was_wrong_elsewhere_before_is_not_held_against_a_form(version):
    publish(asking_the_case(prefill="case.small_report.facts", sensitivity="sensitive"))
    gone = without(REPORT, "facts")
    form = form_builder.save_definition(gone, by=None)
    forms.publishing.write_version(form, form.versions, gone, by=None)
    assert publish(without(gone, "child_name")).number == 3


def test_a_pack_that_brings_the_workflow_along_may_take_a_field_away(version):
    raw = WORKFLOW.model_dump(mode="json")
    del raw["states"][0]["tasks"][0]["deadline"]["urgent_when"]
    workflow = type(WORKFLOW).model_validate(raw)
    changed = (without(REPORT, "danger_now"),)
    alone = Pack("p", words("包", "Pack"), changed, ())
    both = Pack("p", words("包", "Pack"), changed, (workflow,))
    assert any("answers.danger_now" in problem for problem in problems_of(alone))
    assert problems_of(both) == []


def test_a_field_that_a_letter_names(version):
    publish_notice(form="small_report", blocks=[{"kind": "paragraph", "text": "${form.facts}"}])

    sentences = " ".join(refusals(without(REPORT, "facts")))

    assert "The letter “函” needs what this version takes away" in sentences
    assert "${form.facts}" in sentences
