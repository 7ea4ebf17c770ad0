"""Cells that are drawn once for all rows look as if each had been drawn by itself."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from forms.logic.compile import compile_rules
from forms.logic.formstate import evaluate_form
from forms.schema import FormSchema
from forms.wizard.press import NUMBER, VALUE
from forms.wizard.stepform import StepForm
from tests.forms.fieldtypes.samples import FILES, SAMPLES

pytestmark = pytest.mark.django_db
HOSTILE = "<b>&\"'{{ 7 }}{% now %} __row__ $& \\1"
KINDS = sorted(kind for kind in SAMPLES if kind not in FILES)
WORDS = {"zh-hans": "列 <i>", "en": "Column __row__"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def table(*columns, **more):
    rows = {"kind": "table", "key": "rows", "label": WORDS, "columns": list(columns), **more}
    step = {"key": "s", "title": WORDS, "items": [rows]}
    return compile_rules(FormSchema.model_validate({"key": "f", "title": WORDS, "steps": [step]}))


def column(kind, key, **more):
    asked = SAMPLES[kind].question(kind, key=key).model_dump(mode="json")
    return {**asked, "hint": WORDS, **more}


def part_of(schema, rows, *, data=None, checked=False):
    answers = {"rows": rows}
    state = evaluate_form(schema, answers, now=timezone.now())
    form = StepForm(data, step=schema.steps[0], state=state, stored={}, initial=answers)
    [part] = form.parts(checked=checked)
    return part


def differences(part):
    """The cells that are not drawn as the template of a question draws them."""
    rows = [*part.rows, part.pattern]
    by_itself = [[render_to_string("forms/parts/question.html", {"part": cell}) for cell in row.parts] for row in rows]
    pressed = [row.cells for row in rows]
    return [
        (a, b) for one, other in zip(by_itself, pressed, strict=True) for a, b in zip(one, other, strict=True) if a != b
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_each_kind_is_drawn_as_by_itself(kind):
    sample = SAMPLES[kind]
    schema = table(column(kind, "cell"))
    answered = {"cell": sample.answer} if sample.answer is not None else {}
    part = part_of(schema, [answered, {}, answered])
    assert differences(part) == []
    assert len(part.rows) == 3


@pytest.mark.parametrize("typed", ["as it should be", HOSTILE])
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_just_sent_is_drawn_as_by_itself(kind, typed):
    right = SAMPLES[kind].typed
    sent = MultiValueDict({"rows-rows": ["0", "4", "5"]})
    for number in (0, 5):
        given = {"": right} if not isinstance(right, dict) else right
        for suffix, value in given.items():
            one = value if typed != HOSTILE else typed
            sent.setlist(f"rows-{number}-cell{suffix}", one if isinstance(one, list) else [one or ""])
    part = part_of(table(column(kind, "cell")), [], data=sent)
    assert differences(part) == []
    assert [row.number for row in part.rows] == [0, 4, 5]


def test_a_row_is_drawn_as_by_itself():
    part = part_of(table(column("text", "t", required=True), column("integer", "n")), [{"t": HOSTILE, "n": 1}, {}])
    part.rows[1].label = HOSTILE
    for row in (*part.rows, part.pattern):
        inside = {
            "table": part.table,
            "number": row.written,
            "label": row.label,
            "cells": SafeString("".join(row.cells)),
        }
        assert row.drawn == render_to_string("forms/parts/row.html", inside)
    assert part.drawn == "".join(row.drawn for row in part.rows)
    assert HOSTILE not in part.drawn


def test_what_is_computed_stands_in_its_row():
    twice = column("computed", "twice", computed={"formula": "concat(${t}, ${t})"})
    part = part_of(table(column("text", "t"), twice), [{"t": HOSTILE}, {}, {"t": "甲"}, {"t": NUMBER}])
    assert differences(part) == []
    assert "甲甲" in part.rows[2].cells[1]


def test_a_mistake_in_one_row_changes_no_other():
    schema = table(column("integer", "n", required=True))
    sent = MultiValueDict({"rows-rows": ["0", "1", "2"], "rows-0-n": ["1"], "rows-1-n": ["viele"], "rows-2-n": ["3"]})
    part = part_of(schema, [{"n": 1}, {}, {"n": 3}], data=sent, checked=True)
    assert [row.cells[0].count("field__error") for row in part.rows] == [0, 1, 0]
    assert ['value="1"' in part.rows[0].drawn, 'value="3"' in part.rows[2].drawn] == [True, True]


@pytest.mark.parametrize("kind", ["text", "long_text", "person_name", "hidden"])
@pytest.mark.parametrize(
    "value", [HOSTILE, " ", "0", "多\n行", NUMBER[:-1]], ids=["hostile", "blank", "zero", "lines", "mark"]
)
def test_whatever_is_typed_stands_there_as_it_was_typed(kind, value):
    part = part_of(table(column(kind, "cell")), [{"cell": value}, {"cell": "甲"}, {"cell": value}])
    assert differences(part) == []


def test_what_rules_hide_demand_and_offer_differs_from_row_to_row():
    choices = [
        {"key": key, "label": {"zh-hans": key}, "attributes": {"of": of}} for key, of in (("a", "x"), ("b", "y"))
    ]
    schema = table(
        column("text", "of"),
        column("integer", "n", shown_when={"formula": "${of} = 'x'"}, required_when={"formula": "${of} = 'x'"}),
        column("choice", "one", choices=choices, choice_filter={"formula": "of = ${of}"}),
        column("computed", "sum", computed={"formula": "${n} + 1"}),
        column("text", "filled", default={"formula": "'甲'"}),
    )
    rows = [{"of": "x", "n": 1, "one": "a"}, {"of": "y", "one": "b"}, {"of": "x", "n": 2}, {"n": 5}]
    part = part_of(schema, rows)
    assert differences(part) == []
    assert [row.parts[1].shown for row in part.rows] == [True, False, True, False]
    assert len({row.cells[2].replace(f"rows-{row.number}-", "") for row in part.rows}) == 4


@pytest.mark.parametrize("checked", [True, False])
def test_rows_with_mistakes_are_drawn_with_their_mistakes(checked):
    schema = table(column("integer", "n", required=True), column("text", "t"))
    sent = MultiValueDict({"rows-rows": ["0", "3"], "rows-0-n": ["viele"], "rows-3-n": ["2"], "rows-3-t": [HOSTILE]})
    part = part_of(schema, [{}, {"n": 2}], data=sent, checked=checked)
    assert differences(part) == []
    assert [row.number for row in part.rows] == [0, 3]
    assert part_of(schema, [{}, {"n": 2}], checked=True).rows[0].cells[0].count("field__error") == 1
    assert differences(part_of(schema, [{}, {"n": 2}], checked=True)) == []


def test_nothing_that_stands_for_something_is_left():
    part = part_of(table(column("text", "t"), column("date", "d")), [{"t": "甲", "d": "2026-11-02"}, {}])
    drawn = "".join(cell for row in (*part.rows, part.pattern) for cell in row.cells)
    assert NUMBER not in drawn
    assert VALUE not in drawn
    assert "rows-__row__-t" in drawn


def test_a_column_is_drawn_once_for_all_rows_that_look_alike(monkeypatch):
    drawn = []
    monkeypatch.setattr("forms.wizard.press._drawn", lambda part: drawn.append(part) or "")
    rows = part_of(table(column("text", "t"), column("integer", "n")), [{"t": f"{n}", "n": n} for n in range(50)]).rows
    assert [len(row.cells) for row in rows] == [2] * 50
    assert len(drawn) == 2
    assert len(rows[0].press.moulds) == 2
