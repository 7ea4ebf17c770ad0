"""From formula to tree and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.logic.errors import ExpressionError
from forms.logic.formatting import formula_of
from forms.logic.parse import parse
from tests.forms.logic.trees import trees


@pytest.mark.parametrize(
    ("formula", "tree"),
    [
        ("${age} >= 18", {">=": [{"ref": ["age"]}, 18]}),
        ("${people.age}", {"ref": ["people", "age"]}),
        ("1 + 2 * 3", {"+": [1, {"*": [2, 3]}]}),
        ("(1 + 2) * 3", {"*": [{"+": [1, 2]}, 3]}),
        ("8 div 4 div 2", {"div": [{"div": [8, 4]}, 2]}),
        ("-${a} + -2", {"+": [{"neg": [{"ref": ["a"]}]}, -2]}),
        ("1 or 2 and 3", {"or": [1, {"and": [2, 3]}]}),
        ("1 and 2 and 3", {"and": [1, 2, 3]}),
        ("(1 and 2) and 3", {"and": [{"and": [1, 2]}, 3]}),
        ("1 = 2 < 3", {"=": [1, {"<": [2, 3]}]}),
        ("selected(., 'a')", {"selected": [{"this": []}, "a"]}),
        ("true()", True),
        ("'it''s'", "it's"),
        ('"say ""yes"""', 'say "yes"'),
        ("12.50", {"decimal": ["12.5"]}),
        ("9007199254740993", {"decimal": ["9007199254740993"]}),
        ("count-selected(${a})-1", {"-": [{"count-selected": [{"ref": ["a"]}]}, 1]}),
        ("（＄｛age｝＞＝１８）", {">=": [{"ref": ["age"]}, 18]}),
        ("${a} ≠ “甲”", {"!=": [{"ref": ["a"]}, "甲"]}),
    ],
)
def test_a_formula_becomes_its_tree(formula: str, tree: object) -> None:
    assert parse(formula) == tree


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        ("", 0),
        ("   ", 0),
        ("1 +", 3),
        ("(1 + 2", 0),
        ("1 2", 2),
        ("1 + foo(2)", 4),
        ("if(1, 2)", 0),
        ("today(1)", 0),
        ("age > 3", 0),
        ("1 = 'open", 4),
        ("${Age} = 1", 0),
        ("1 # 2", 2),
        ("1 = = 2", 4),
        ("1)", 1),
        ("concat(1,)", 9),
        ("and(1, 2)", 0),
        ("x" * 2001, 2000),
        ("9" * 60, 0),
    ],
)
def test_a_formula_that_cannot_be_read_says_where(formula: str, at: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(formula)
    assert caught.value.at == at
    assert str(caught.value).endswith((".", "。"))


@pytest.mark.parametrize(
    "formula", ["(" * 120 + "1" + ")" * 120, "not(" * 60 + "1" + ")" * 60, "1" + "+1" * 60, "-" * 900 + "${a}"]
)
def test_nesting_has_a_limit(formula: str) -> None:
    with pytest.raises(ExpressionError):
        parse(formula)


def test_sixty_conditions_joined_by_and_are_not_too_deep() -> None:
    assert len(parse(" and ".join(["${a} = 1"] * 60))["and"]) == 60


@given(trees)
def test_a_formula_written_from_a_tree_means_the_same(tree: object) -> None:
    """Formatting is a fixed point: what was parsed once comes back as it is."""
    once = parse(formula_of(tree))
    assert parse(formula_of(once)) == once


def error_of(formula: str) -> ExpressionError | None:
    try:
        parse(formula)
    except ExpressionError as error:
        return error
    return None


@given(st.one_of(st.text(max_size=60), st.text(alphabet="${}()'\"abc123.+-*<>=! ,div and or not", max_size=80)))
def test_whatever_is_typed_is_a_tree_or_a_sentence_with_a_place(formula: str) -> None:
    error = error_of(formula)
    if error is None:
        assert parse(formula_of(parse(formula))) == parse(formula)
    else:
        assert 0 <= error.at <= len(formula)
        assert str(error)
