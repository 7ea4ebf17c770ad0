"""From formula to tree and back."""

import pytest
from django.utils import translation
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
    "formula", ["(" * 120 + "1" + ")" * 120, "not(" * 60 + "1" + ")" * 60, "1" + "-1" * 60, "-" * 900 + "${a}"]
)
def test_nesting_has_a_limit(formula: str) -> None:
    with pytest.raises(ExpressionError):
        parse(formula)


@pytest.mark.parametrize("sign", ["and", "or", "+", "*"])
def test_chains_lie_flat_so_that_a_long_one_is_not_too_deep(sign: str) -> None:
    assert len(parse(f" {sign} ".join(["${a}"] * 200))[sign]) == 200


def test_a_bracket_keeps_its_part_of_a_chain_together() -> None:
    assert parse("1 + (2 + 3) + 4") == {"+": [1, {"+": [2, 3]}, 4]}
    assert parse("(1 + 2) + 3 - 4 + 5") == {"+": [{"-": [{"+": [{"+": [1, 2]}, 3]}, 4]}, 5]}


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        ("/data/x = 1", 0),
        ("1 + //x", 4),
        ("../x", 2),
        ("${t}[1]", 4),
        ("count(${t}[age > 1])", 10),
        ("child::x", 0),
        ("@id", 0),
        ("${a} | ${b}", 5),
        ("1 + pulldata('fruit', 'name', 'key', ${a})", 4),
        ("instance('x')/root/item", 13),
        ("instance('x')", 0),
        ("current()", 0),
        ("once(random())", 5),
        ("uuid()", 0),
        ("round(sin(1))", 6),
        ("ceil(1.5)", 0),
        ("jr:itext('x')", 0),
        ("county = ${county}", 0),
        ("position(${t})", 9),
        ("position()", 9),
        ("indexed-repeat(1, ${t}, 1)", 15),
        ("indexed-repeat(${u.a}, ${t}, 1)", 15),
        ("indexed-repeat(${t.a}, 'x', 1)", 23),
        ("indexed-repeat(${a}, ${t}, 1, ${u}, 1)", 0),
        ("jr:choice-name(${a}, 'a')", 21),
        ("weighted-checklist(1, 2, true(), 1, false())", 0),
    ],
)
def test_what_of_odk_is_not_understood_is_refused_at_its_place(formula: str, at: int) -> None:
    error = error_of(formula)
    assert error is not None
    assert error.at == at


@pytest.mark.parametrize("name", ["ceil", "random", "pulldata", "current", "cos", "area", "digest"])
def test_a_function_that_is_deliberately_not_there_is_told_from_a_mistake(name: str) -> None:
    with translation.override("en"):
        assert f"“{name}” is not supported" in str(error_of(f"{name}(1)"))
        assert "There is no function" in str(error_of(f"{name}x(1)"))


def test_a_bare_name_is_an_attribute_in_a_choice_filter_only() -> None:
    assert parse("county = ${county}", of_choices=True) == {"=": [{"attribute": ["county"]}, {"ref": ["county"]}]}
    assert formula_of(parse("county = 'x' and name != .", of_choices=True)) == "county = 'x' and name != ."
    for formula in ("div = 1", "a-b = 1", "county.x = 1", "County = 1"):
        with pytest.raises(ExpressionError):
            parse(formula, of_choices=True)


def test_names_and_cells_of_odk_are_stored_as_ours() -> None:
    label = {"choice-label": [{"ref": ["a"]}, {"ref": ["a"]}]}
    assert parse("jr:choice-name(${a}, '${a}')") == parse("choice-label(${a}, ${a})") == label
    cell = {"indexed-repeat": [{"ref": ["t", "a"]}, {"ref": ["t"]}, 1]}
    assert parse("indexed-repeat(${a}, ${t}, 1)") == parse("indexed-repeat(${t.a}, ${t}, 1)") == cell
    assert parse("position(..)") == {"position": []}
    assert formula_of({"position": []}) == "position(..)"


@given(trees)
def test_a_formula_written_from_a_tree_means_the_same(tree: object) -> None:
    """Formatting is a fixed point: what was parsed once comes back as it is."""
    once = parse(formula_of(tree), of_choices=True)
    assert parse(formula_of(once), of_choices=True) == once


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
