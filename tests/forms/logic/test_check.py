"""What is wrong with a form, before anybody fills it in."""

from typing import Any

import pytest

from forms.logic.check import check_form
from forms.logic.inference import Known
from forms.logic.types import Kind, ValueType
from forms.schema import FormSchema
from tests.forms.logic.schemas import check, form, options, question, table


def places(schema: FormSchema, **more: Any) -> list[tuple[str, str, int]]:
    return [(problem.place, problem.rule, problem.at) for problem in check_form(schema, **more)]


KNOWN = (
    question("n", "integer"),
    question("danger", "yes_no"),
    question("day", "date"),
    question("kind", "choice", choices=options("a", "b")),
    question("needs", "multiple_choice", choices=options("a", "b")),
    question("sum", "computed", computed="${n} + 1"),
    table(
        "people", question("age", "integer"), question("name"), question("grade", "choice", choices=options("a", "b"))
    ),
)


@pytest.mark.parametrize(
    "formula",
    [
        "${n} > 3 and ${danger}",
        "${danger} = true()",
        "${day} < '2026-01-01' or ${day} = today()",
        "today() - ${day} > 30",
        "${kind} = 'a' or ${kind} = ''",
        "selected(${needs}, 'b') and count-selected(${needs}) > 1",
        "sum(${people.age}) > 3 and ${people.name} = 'x' and count(${people}) > 1",
        "${sum} > 3",
        "coalesce(${n}, 0) = 0",
        "if(${danger}, ${n}, 0) > 1",
        "regex(${kind}, 'a|b')",
        "choice-label(${kind}, ${kind}) = 'A'",
        "jr:choice-name(${needs}, '${needs}') = 'A'",
        "choice-label(${people.grade}, ${people.grade}) = 'A'",
        "indexed-repeat(${age}, ${people}, 1) > 3",
        "join(', ', ${people.name}) = 'x'",
        "format-date(${day}, '%Y-%m') = '2026-11'",
        "round(${n}, 1) > 1 and ${n} + ${n} + 1 > 3",
        "weighted-checklist(1, 2, ${danger}, 1, ${n} > 1, 2)",
        "once(${danger})",
        "age-at(${day}, today()) < 14",
    ],
)
def test_a_sound_formula_has_no_problem(formula: str) -> None:
    assert places(form(*KNOWN, question("x", shown_when=formula))) == []


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        ("${gone} = 1", 0),
        ("${n} = 1 and ${gone} = 1", 13),
        ("${age} > 1", 0),
        ("${people.gone} = 1", 0),
        ("${n.x} = 1", 0),
        ("${one} = 1", 0),
        ("${kind} = 'z'", 10),
        ("'z' = ${kind}", 0),
        ("selected(${needs}, 'z')", 19),
        ("${kind} > 1", 0),
        ("${n} + 'a' > 1", 7),
        ("${n}", 0),
        ("${n} and ${danger}", 0),
        ("${day} = ${n}", 0),
        ("string-length(${people.name}) > 1", 14),
        ("${people.age}", 0),
        ("1 +", 3),
        (". = 1", 0),
        ("regex(${kind}, '(')", 15),
        ("not(${sum})", 4),
        ("county = 'x'", 0),
        ("position(..) = 1", 0),
        ("choice-label('x', ${n}) = 'A'", 18),
        ("indexed-repeat(${gone}, ${people}, 1) > 3", 15),
        ("indexed-repeat(${name}, ${people}, 1) > 3", 0),
        ("format-date(${day}, '%q') = 'x'", 20),
        ("format-date(${day}, '%a', 'fr') = 'x'", 26),
        ("format-date(${n}, '%Y') = 'x'", 12),
        ("weighted-checklist(1, 2, ${danger}, 1, ${n}, 2)", 39),
        ("weighted-checklist(1, 2, ${danger}, ${danger})", 36),
        ("sum(${people.name}) > 1", 4),
        ("${danger} + 1 + 2 > 1", 0),
    ],
)
def test_an_unsound_formula_is_pointed_at(formula: str, at: int) -> None:
    assert places(form(*KNOWN, question("x", shown_when=formula))) == [("x", "shown_when", at)]


def test_a_check_may_speak_of_the_answer_itself_and_its_options() -> None:
    good = question("x", "choice", choices=options("a"), checks=[check(". = 'a'"), check(". = 'z'")])
    assert places(form(good)) == [("x", "checks.1", 4)]


def test_a_value_must_be_of_the_kind_of_its_field() -> None:
    wrong = [
        question("a", "integer", computed="'x'"),
        question("b", "date", default="1"),
        question("c", default="today()"),
    ]
    assert [place for place, _rule, _at in places(form(*wrong))] == ["a", "b", "c"]
    right = [question("a", "integer", computed="1 + 1"), question("b", "date", default="'2026-01-01'")]
    assert places(form(*right)) == []


def test_in_a_table_the_own_row_is_spoken_of_by_its_columns() -> None:
    rows = table(
        "t", question("a", "integer"), question("b", shown_when="${a} > 1"), question("c", shown_when="${gone} > 1")
    )
    assert places(form(rows)) == [("t.c", "shown_when", 0)]


def test_names_beyond_the_form_must_be_announced() -> None:
    asking = form(question("a", shown_when="${case.danger} = 'yes'"))
    assert places(asking) == [("a", "shown_when", 0)]
    assert places(asking, context={"case.danger": Known(Kind(ValueType.TEXT))}) == []
    assert places(asking, context={"case.dangers": Known(Kind(ValueType.TEXT))}) == [("a", "shown_when", 0)]
    assert places(asking, context={"case.danger": Known(Kind(ValueType.TABLE))}) == [("a", "shown_when", 0)]


@pytest.mark.parametrize(
    "items",
    [
        (question("a", shown_when="${a} = 'x'"),),
        (question("a", shown_when="${b} = 'x'"), question("b", shown_when="${a} = 'x'")),
        (
            question("a", "computed", computed="sum(${t.n})"),
            table("t", question("n", "integer", shown_when="${a} > 1")),
        ),
        (
            question("a", "choice", choices=options("x"), choice_filter="${b} = 'x'"),
            question("b", shown_when="${a} = 'x'"),
        ),
    ],
)
def test_circles_are_found(items: tuple[dict[str, Any], ...]) -> None:
    problems = check_form(form(*items))
    assert len(problems) == 1
    assert "→" in str(problems[0].sentence)


def test_a_step_that_hangs_on_what_is_in_it_is_a_circle() -> None:
    schema = form(question("a"), then=(question("b"),), then_when="${b} = 'x'")
    assert len(check_form(schema)) == 1


def test_a_check_or_requirement_of_oneself_or_a_later_field_is_no_circle() -> None:
    schema = form(
        question("a", required_when="${b} = 'x'", checks=[check("${a} != ${b}")]),
        question("b", shown_when="${a} = 'x'"),
    )
    assert check_form(schema) == []


def towns(filtered_by: str) -> FormSchema:
    choices = [
        {"key": "t1", "label": "桃源", "attributes": {"county": "c1"}},
        {"key": "t2", "label": "柳林", "attributes": {"county": "c2"}},
    ]
    county = question("county", "choice", choices=options("c1", "c2"))
    return form(county, question("town", "choice", choices=choices, choice_filter=filtered_by))


def test_a_filter_asks_for_what_the_options_have() -> None:
    assert places(towns("county = ${county} and name != 't3' and label != ''")) == []
    assert places(towns("true() and province = ${county}")) == [("town", "choice_filter", 11)]


def test_a_row_may_ask_for_its_number() -> None:
    schema = form(table("t", question("a", "integer", default="position(..)"), question("b", default="position(..)")))
    assert places(schema) == [("t.b", "default", 0)]


def test_counting_the_rows_in_which_something_is_answered_needs_all_their_columns() -> None:
    count = question("n", "integer", computed="count-non-empty(${t})")
    assert places(form(count, table("t", question("a")))) == []
    assert len(places(form(count, table("t", question("a", shown_when="${n} > 1"))))) == 1


def test_keys_are_used_once() -> None:
    assert places(form(question("a"), question("a"), question("one"))) == [("one", "", 0), ("a", "", 0)]


def test_a_chain_of_a_thousand_fields_is_checked() -> None:
    chain = [question(f"f{n}", shown_when=f"${{f{n + 1}}} = 'x'") for n in range(1000)]
    assert check_form(form(*chain, question("f1000"))) == []
