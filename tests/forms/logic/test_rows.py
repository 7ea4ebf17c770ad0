"""Rows of field, comparison and value as formulas."""

import pytest

from forms.logic.errors import ExpressionError
from forms.logic.parse import parse
from forms.logic.rows import COMPARISONS, Row, formula_of


@pytest.mark.parametrize(
    ("row", "formula"),
    [
        (Row("age", "integer", "at_least", " 18 "), "${age} >= 18"),
        (Row("sum", "decimal", "less", "2.50"), "${sum} < 2.5"),
        (Row("danger", "yes_no", "is", "是"), "${danger} = true()"),
        (Row("danger", "yes_no", "is_not", "no"), "${danger} != false()"),
        (Row("kind", "choice", "is", "a"), "${kind} = 'a'"),
        (Row("needs", "multiple_choice", "is", "a"), "selected(${needs}, 'a')"),
        (Row("needs", "multiple_choice", "is_not", "a"), "not(selected(${needs}, 'a'))"),
        (Row("day", "date", "less", "2026-11-21"), "${day} < date('2026-11-21')"),
        (Row("at", "datetime", "at_most", "now()"), "${at} <= now()"),
        (Row("name", "text", "contains", "it's"), "contains(${name}, 'it''s')"),
        (Row("name", "text", "answered"), "not-empty(${name})"),
        (Row("people.age", "integer", "not_answered"), "not(not-empty(${people.age}))"),
    ],
)
def test_a_row_is_a_formula(row: Row, formula: str) -> None:
    assert formula_of([row]) == formula
    assert parse(formula)


def test_rows_are_joined() -> None:
    rows = [Row("a", "text", "is", "x"), Row("b", "integer", "more", "1")]
    assert formula_of(rows, "or") == "${a} = 'x' or ${b} > 1"
    assert formula_of([]) == ""


@pytest.mark.parametrize(
    "row",
    [
        Row("age", "integer", "is", "many"),
        Row("danger", "yes_no", "is", "perhaps"),
        Row("day", "date", "is", "2026-02-30"),
        Row("needs", "multiple_choice", "less", "a"),
        Row("a", "text", "resembles", "x"),
    ],
)
def test_a_value_the_field_cannot_have_is_refused(row: Row) -> None:
    with pytest.raises(ExpressionError):
        formula_of([row])


def test_every_comparison_can_be_written_for_a_text() -> None:
    for comparison in COMPARISONS:
        parse(formula_of([Row("a", "text", comparison, "x")]))
