"""What formulas give. The sentences of docs/expressions.md, one by one."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.logic.errors import ExpressionError
from forms.logic.evaluate import Scope, evaluate, holds
from forms.logic.explain import explain
from forms.logic.parse import parse
from forms.logic.values import to_json
from tests.forms.logic.trees import answers as any_answers
from tests.forms.logic.trees import trees

# 08:30 on the 21st in Shanghai, still the 20th in New York.
NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)


def scope(answers: dict[str, Any] | None = None, **more: Any) -> Scope:
    return Scope(answers=answers or {}, now=NOW, zone=ZoneInfo("Asia/Shanghai"), **more)


def value(formula: str, answers: dict[str, Any] | None = None, **more: Any) -> Any:
    return to_json(evaluate(parse(formula), scope(answers, **more)))


PEOPLE = {"people": [{"name": "甲", "age": 7}, {"name": "乙", "age": 12}, {"name": "丙"}]}


@pytest.mark.parametrize(
    ("formula", "answers", "expected"),
    [
        # empty is not zero
        ("${n} + 1", {}, None),
        ("${n} > 1", {}, None),
        ("${n} = ''", {}, True),
        ("${n} = 0", {}, False),
        ("${n} != 'a'", {}, True),
        ("not(${n} > 1)", {}, True),
        ("${n} > 1 and false()", {}, False),
        ("${n} > 1 or true()", {}, True),
        ("coalesce(${n}, 5)", {}, 5),
        ("if(${n} > 1, 'a', 'b')", {}, "b"),
        ("string-length(${n})", {}, 0),
        ("not-empty(${n})", {"n": ""}, False),
        # numbers are decimal
        ("0.1 + 0.2 = 0.3", {}, True),
        ("1 div 3", {}, 0.333333333333),
        ("2 div 3", {}, 0.666666666667),
        ("1 div 0", {}, None),
        ("5 mod 0", {}, None),
        ("-7 mod 3", {}, -1),
        ("int(-2.5)", {}, -2),
        ("number('12.50')", {}, 12.5),
        ("number('zwölf')", {}, None),
        ("number('1e3')", {}, None),
        ("'7' = 7", {}, True),
        ("'7.0' = '7'", {}, False),
        ("999999999999999999999999 * 10", {}, None),
        # dates
        ("today()", {}, "2026-11-21"),
        ("now()", {}, "2026-11-21T08:30:00+08:00"),
        ("today() - ${d}", {"d": "2026-11-01"}, 20),
        ("today() + 30", {}, "2026-12-21"),
        ("int((today() - ${d}) div 365.25)", {"d": "2012-03-04"}, 14),
        ("${d} < '2026-12-01'", {"d": "2026-11-30"}, True),
        ("${t} <= now()", {"t": "2026-11-21T08:29:00+08:00"}, True),
        ("${t} = '2026-11-21T00:29:00Z'", {"t": "2026-11-21T08:29:00+08:00"}, False),
        ("date-time(${t}) = '2026-11-21T00:29:00Z'", {"t": "2026-11-21T08:29:00+08:00"}, True),
        ("now() - ${t}", {"t": "2026-11-20T20:30"}, 0.5),
        ("date(${t})", {"t": "2026-11-20T20:30:00Z"}, "2026-11-21"),
        ("date-time('2026-11-21')", {}, "2026-11-21T00:00:00+08:00"),
        ("number(date('1970-01-02'))", {}, 1),
        ("date(1)", {}, "1970-01-02"),
        ("date('2026-02-30')", {}, None),
        ("now() > today()", {}, True),
        # choices
        ("selected(${c}, 'legal')", {"c": ["money", "legal"]}, True),
        ("selected(${c}, 'leg')", {"c": ["money", "legal"]}, False),
        ("selected(${c}, 'a')", {"c": "a"}, True),
        ("selected(${c}, '')", {}, False),
        ("count-selected(${c})", {"c": ["a", "b"]}, 2),
        ("count-selected(${c})", {}, 0),
        ("${c} = 'a b'", {"c": ["a", "b"]}, True),
        # tables
        ("count(${people})", PEOPLE, 3),
        ("count(${people.age})", PEOPLE, 2),
        ("sum(${people.age})", PEOPLE, 19),
        ("max(${people.age})", PEOPLE, 12),
        ("min(${people.age}, 3)", PEOPLE, 3),
        ("sum(${people.age})", {}, 0),
        ("min(${people.age})", {}, None),
        ("${people.name} = '乙'", PEOPLE, True),
        ("${people.age} > 12", PEOPLE, False),
        ("not-empty(${people})", {}, False),
        # text
        ("concat(${a}, '-', 1.50)", {"a": "x"}, "x-1.5"),
        ("concat('', ${a})", {}, None),
        ("contains('留守儿童', '儿童')", {}, True),
        ("starts-with('330106', '33')", {}, True),
        ("string-length('𠮷野家')", {}, 3),
        ("regex('abc', '[a-c]+')", {}, True),
        ("regex('abcd', '[a-c]+')", {}, False),
        ("string(true())", {}, "true"),
        # not found on the object a name might be looked up in
        ("${constructor}", {}, None),
        ("${people.name.x}", PEOPLE, None),
    ],
)
def test_a_formula_gives(formula: str, answers: dict[str, Any], expected: Any) -> None:
    assert value(formula, answers) == expected


def test_the_own_row_comes_before_the_form_and_the_form_before_the_context() -> None:
    levels = {"answers": {"a": "form", "b": "form"}, "row": {"a": "row"}, "context": {"b": "case", "c": "case"}}
    found = Scope(now=NOW, **levels)
    assert [evaluate({"ref": [key]}, found) for key in "abc"] == ["row", "form", "case"]


def test_a_context_of_answers_by_form_is_followed_by_dots() -> None:
    assert value("${report.danger} = 'yes'", {"report": {"danger": "yes"}}) is True


def test_the_dot_is_the_value_in_question() -> None:
    assert value(". >= 10", this=12) is True


def test_today_is_the_day_in_the_zone() -> None:
    there = Scope(answers={}, now=NOW, zone=ZoneInfo("America/New_York"))
    assert to_json(evaluate(parse("today()"), there)) == "2026-11-20"


def test_a_condition_that_is_undecided_does_not_hold() -> None:
    assert not holds(parse("${n} > 1"), scope())


@given(trees, any_answers)
def test_evaluation_never_fails_and_never_changes_the_answers(tree: Any, answers: dict[str, Any]) -> None:
    before = repr(answers)
    to_json(evaluate(tree, scope(answers)))
    assert repr(answers) == before


@given(trees, any_answers)
def test_nothing_is_both_so_and_not_so(tree: Any, answers: dict[str, Any]) -> None:
    assert holds({"not": [tree]}, scope(answers)) is not holds(tree, scope(answers))


@given(st.decimals(-(10**9), 10**9, places=6), st.decimals(-(10**9), 10**9, places=6))
def test_adding_and_taking_away_again_gives_the_same_number(a: Any, b: Any) -> None:
    tree = {
        "=": [
            {"-": [{"+": [{"decimal": [f"{a:f}"]}, {"decimal": [f"{b:f}"]}]}, {"decimal": [f"{b:f}"]}]},
            {"decimal": [f"{a:f}"]},
        ]
    }
    assert holds(tree, scope())


@pytest.mark.parametrize(
    "tree",
    [
        {"eval": [1]},
        {"+": [1]},
        {"+": 1},
        {"a": [], "b": []},
        {},
        {"ref": [1]},
        {"ref": []},
        [1],
        1.5,
        {"decimal": [1]},
    ],
)
def test_a_damaged_tree_is_refused(tree: Any) -> None:
    with pytest.raises(ExpressionError):
        evaluate(tree, scope())


def test_a_tree_deeper_than_the_limit_is_refused() -> None:
    tree: Any = 1
    for _level in range(400):
        tree = {"neg": [tree]}
    with pytest.raises(ExpressionError):
        evaluate(tree, scope())


def test_too_many_steps_are_refused() -> None:
    people = [{"age": 1}] * 3000
    with pytest.raises(ExpressionError):
        value(" + ".join(["sum(${people.age})"] * 20), {"people": people})


def test_a_text_cannot_grow_without_end() -> None:
    long = {"a": "长" * 60_000}
    with pytest.raises(ExpressionError):
        value("concat(${a}, ${a})", long)


@pytest.mark.parametrize("pattern", ["(", "(?=a)", "a" * 501, r"(a)\1"])
def test_a_pattern_without_a_linear_time_is_refused(pattern: str) -> None:
    with pytest.raises(ExpressionError):
        value(f"regex('aaa', '{pattern}')")


def test_a_pattern_that_ruins_other_engines_answers_at_once() -> None:
    assert value("regex(${a}, '(a+)+b')", {"a": "a" * 50_000}) is False


def test_an_explanation_shows_the_value_of_every_part() -> None:
    trace = explain(parse("${age} >= 18 and selected(${needs}, 'legal')"), scope({"age": 12, "needs": ["legal"]}))
    age, needs = trace.parts
    assert (trace.value, age.formula, age.value, needs.value) == (False, "${age} >= 18", False, True)
    assert [(part.formula, part.value) for part in age.parts] == [("${age}", 12)]
