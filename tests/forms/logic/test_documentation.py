"""Every example of docs/expressions.md is true, and every operator has one."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forms.logic.evaluate import Scope, evaluate
from forms.logic.operators import registry
from forms.logic.parse import parse
from forms.logic.values import to_json

PAGE = Path(__file__).resolve().parents[3] / "docs" / "expressions.md"
EXAMPLES = re.findall(r"^\| `([^`]+)` \| `(\{[^`]*)` \| `([^`]+)` \|$", PAGE.read_text(), re.MULTILINE)
FILTERS = re.findall(r"^\| `([^`]+)` \| `(\{[^`]*)` \| `(\{[^`]+)` \| `([^`]+)` \|$", PAGE.read_text(), re.MULTILINE)
NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("formula", "answers", "expected"), EXAMPLES)
def test_an_example_gives_what_the_page_says(formula: str, answers: str, expected: str) -> None:
    scope = Scope(answers=json.loads(answers), now=NOW, labels={"sex": {"female": "女", "male": "男"}})
    assert to_json(evaluate(parse(formula), scope)) == json.loads(expected)


@pytest.mark.parametrize(("formula", "answers", "option", "expected"), FILTERS)
def test_an_example_of_a_filter_offers_what_the_page_says(
    formula: str, answers: str, option: str, expected: str
) -> None:
    choice = json.loads(option)
    scope = Scope(answers=json.loads(answers), now=NOW, choice=choice, this=choice["name"])
    assert evaluate(parse(formula, of_choices=True), scope) is json.loads(expected)


def operators_of(tree: Any) -> set[str]:
    if not isinstance(tree, dict):
        return set()
    [(op, args)] = tree.items()
    return {op}.union(*(operators_of(arg) for arg in args))


def test_the_page_has_examples_of_both_kinds() -> None:
    assert len(EXAMPLES) > 80
    assert len(FILTERS) >= 5


def test_every_operator_has_an_example() -> None:
    shown = set().union(*(operators_of(parse(formula)) for formula, _answers, _expected in EXAMPLES))
    # A minus sign before a number belongs to the number.
    assert {operator.key for operator in registry} - shown == {"neg"}
