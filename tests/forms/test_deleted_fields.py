"""A field that is gone and that something still names: each kind of name says so, where it stands."""

from copy import deepcopy

import pytest
from django.utils.translation import override

from forms import builder
from forms.models import Form, OptionList, SharedGroup
from forms.publishable import problems_in, problems_of
from forms.schema import FormSchema
from tests.forms import sample

pytestmark = pytest.mark.django_db

GONE = {"kind": "field", "key": "gone", "type": "text", "label": "旧"}
KEPT = {
    "kind": "field",
    "key": "kept",
    "type": "choice",
    "label": "新",
    "choices": [{"key": "a", "label": "甲", "attributes": {"of": "x"}}],
}
TABLE = {
    "kind": "table",
    "key": "rows",
    "label": "表",
    "columns": [{**GONE, "key": "column"}, {**GONE, "key": "other"}],
}


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def whole(**of_kept) -> dict:
    items = [deepcopy(GONE), {**deepcopy(KEPT), **of_kept}, deepcopy(TABLE)]
    return {
        "key": "small",
        "title": "小表",
        "sections": [{"key": "first", "title": "一", "filler": "police"}],
        "steps": [{"key": "only", "title": "步骤", "section": "first", "items": items}],
    }


def without(data: dict, key: str) -> dict:
    step = data["steps"][0]
    step["items"] = [item for item in step["items"] if item["key"] != key]
    return data


def problems(data: dict):
    return [(problem.place, problem.rule, str(problem.sentence)) for problem in problems_in(FormSchema(**data))]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"shown_when": {"formula": "${gone} = 'x'"}}, "shown_when"),
        ({"required_when": {"formula": "not-empty(${gone})"}}, "required_when"),
        ({"checks": [{"rule": {"formula": ". != ${gone}"}, "message": "错"}]}, "checks.0"),
        ({"default": {"formula": "${gone}"}}, "default"),
        ({"choice_filter": {"formula": "of = ${gone}"}}, "choice_filter"),
        ({"type": "text", "choices": [], "computed": {"formula": "${gone}"}}, "computed"),
        ({"type": "text", "choices": [], "prefill": "last.gone"}, "prefill"),
    ],
)
def test_what_a_field_says_of_one_that_is_gone_is_said_at_the_field(changes, rule):
    assert problems(whole(**changes)) == []
    [(place, found, sentence)] = problems(without(whole(**changes), "gone"))
    assert (place, found) == ("kept", rule)
    assert "gone" in sentence


def test_the_place_of_the_form():
    data = whole()
    data["steps"][0]["items"][0] = {**GONE, "type": "area"}
    data["place"] = "gone"
    assert problems(data) == []
    [(place, rule, _sentence)] = problems(without(data, "gone"))
    assert (place, rule) == ("gone", "place")


def test_a_column_that_a_formula_names():
    data = whole(shown_when={"formula": "count(${rows.column}) > 0"})
    assert problems(data) == []
    del data["steps"][0]["items"][2]["columns"][0]
    [(place, rule, sentence)] = problems(data)
    assert (place, rule) == ("kept", "shown_when")
    assert "column" in sentence


def test_a_section_that_a_step_belongs_to():
    data = {**whole(), "sections": []}
    [(place, _rule, sentence)] = problems(data)
    assert place == "only"
    assert "first" in sentence


@pytest.mark.parametrize(
    "test",
    [
        {"answers": {"gone": "x"}, "expected": [{"place": "kept", "must_be": "shown"}]},
        {"expected": [{"place": "gone", "must_be": "shown"}]},
        {"answers": {"gone": "x"}, "expected": [{"place": "", "must_be": "accepted"}]},
    ],
)
def test_a_field_in_a_test_of_the_author(test):
    data = {**whole(), "tests": [{"title": "例子", **test}]}
    assert problems(data) == []
    [(_place, rule, sentence)] = problems(without(data, "gone"))
    assert rule == "tests.0"
    assert "gone" in sentence


@pytest.mark.parametrize(
    "test",
    [
        {"answers": {"rows": [{"column": "x"}]}, "expected": [{"place": "kept", "must_be": "shown"}]},
        {"answers": {"rows": [{"other": "x"}]}, "expected": [{"place": "rows.1.column", "must_be": "accepted"}]},
        {"answers": {"rows": [{"other": "x"}]}, "expected": [{"place": "rows.1.column", "must_be": "shown"}]},
    ],
)
def test_a_column_in_a_test_of_the_author(test):
    data = {**whole(), "tests": [{"title": "例子", **test}]}
    assert problems(data) == []
    del data["steps"][0]["items"][2]["columns"][0]
    [(_place, rule, sentence)] = problems(data)
    assert rule == "tests.0"
    assert "rows" in sentence
    assert "column" in sentence


def shared_in(about: dict) -> Form:
    steps = [about, sample.PEOPLE, sample.REPORTER]
    return builder.save_definition(sample.schema(steps=steps), by=None)


def test_an_option_list_that_is_deleted():
    about = deepcopy(sample.ABOUT)
    about["items"][3]["option_list"] = "situations"
    form = shared_in(about)
    assert problems_of(form) == []
    OptionList.objects.all().delete()
    [problem] = problems_of(form)
    assert (problem.place, problem.rule) == ("kind", "option_list")
    assert "situations" in str(problem.sentence)


def test_a_shared_group_that_is_deleted():
    about = deepcopy(sample.ABOUT)
    about["items"].append({"kind": "group", "key": "part", "label": "", "shared": "child", "items": [deepcopy(GONE)]})
    form = shared_in(about)
    assert problems_of(form) == []
    SharedGroup.objects.update(key="renamed")
    [problem] = problems_of(form)
    assert (problem.place, problem.rule) == ("part", "shared")
    assert "child" in str(problem.sentence)
