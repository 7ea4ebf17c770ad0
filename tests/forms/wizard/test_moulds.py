"""Questions that are drawn once for everybody look as if each had been drawn by itself."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from forms.logic.compile import compile_rules
from forms.logic.formstate import evaluate_form
from forms.schema import FormSchema
from forms.wizard import moulds
from forms.wizard.stepform import StepForm
from tests.forms.fieldtypes.samples import FILES, SAMPLES

pytestmark = pytest.mark.django_db
HOSTILE = "<b>&\"'{{ 7 }}{% now %} $& \\1"
KINDS = sorted(kind for kind in SAMPLES if kind not in FILES)
WORDS = {"zh-hans": "列 <i>", "en": "Question"}


@pytest.fixture(autouse=True)
def in_english():
    moulds._moulds.clear()
    with translation.override("en"):
        yield


def schema_of(*questions):
    step = {"key": "s", "title": WORDS, "items": list(questions)}
    return compile_rules(FormSchema.model_validate({"key": "f", "title": WORDS, "steps": [step]}))


def asked(kind, key="asked", **more):
    return {**SAMPLES[kind].question(kind, key=key).model_dump(mode="json"), "hint": WORDS, **more}


def parts_of(schema, answers, *, data=None, checked=False):
    state = evaluate_form(schema, answers, now=timezone.now())
    form = StepForm(data, step=schema.steps[0], state=state, stored={}, initial=answers)
    return form.parts(checked=checked)


def by_itself(part):
    return render_to_string("forms/parts/question.html", {"part": part})


def as_on_the_page(part):
    return render_to_string("forms/parts/part.html", {"part": part}).strip()


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_drawn_as_by_itself_also_the_second_time(kind):
    schema, answer = schema_of(asked(kind)), SAMPLES[kind].answer
    for answers in ({}, {"asked": answer}, {}, {"asked": answer}):
        [part] = parts_of(schema, answers)
        assert as_on_the_page(part) == by_itself(part).strip()


@pytest.mark.parametrize("kind", ["text", "long_text", "person_name"])
def test_what_one_person_typed_stands_there_for_that_person_only(kind):
    schema = schema_of(asked(kind))
    [first], [second], [third] = (parts_of(schema, {"asked": value}) for value in (HOSTILE, "甲", moulds.VALUE[:-1]))
    assert [as_on_the_page(part) for part in (first, second, third)] == [
        by_itself(part).strip() for part in (first, second, third)
    ]
    assert not any(HOSTILE in mould or "甲" in mould for mould in moulds._moulds.values())


def test_what_rules_hide_demand_and_offer_is_drawn_anew():
    choices = [
        {"key": key, "label": {"zh-hans": key}, "attributes": {"of": of}} for key, of in (("a", "x"), ("b", "y"))
    ]
    schema = schema_of(
        asked("text", "of"),
        asked("integer", "n", shown_when={"formula": "${of} = 'x'"}, required_when={"formula": "${of} = 'x'"}),
        asked("choice", "one", choices=choices, choice_filter={"formula": "of = ${of}"}),
    )
    for answers in ({"of": "x", "n": 1, "one": "a"}, {"of": "y", "one": "b"}, {}, {"of": "x"}):
        for part in parts_of(schema, answers):
            assert as_on_the_page(part) == by_itself(part).strip()


def test_mistakes_stand_where_they_were_made():
    schema = schema_of(asked("integer", "n", required=True))
    parts_of(schema, {})
    [part] = parts_of(schema, {}, checked=True)
    assert as_on_the_page(part).count("field__error") == 1


def test_another_language_has_moulds_of_its_own():
    schema = schema_of(asked("text"))
    english = as_on_the_page(parts_of(schema, {})[0])
    with translation.override("zh-hans"):
        [part] = parts_of(schema, {})
        assert as_on_the_page(part) == by_itself(part).strip() != english


def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(moulds, "MOST", 2)
    for number in range(5):
        as_on_the_page(parts_of(schema_of(asked("text", f"q{number}")), {})[0])
    assert len(moulds._moulds) == 2
    monkeypatch.setattr(moulds, "LONGEST", 10)
    assert "q5" in as_on_the_page(parts_of(schema_of(asked("text", "q5")), {})[0])
    assert not any("q5" in mould for mould in moulds._moulds.values())
