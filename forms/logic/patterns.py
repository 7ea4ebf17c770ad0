"""Patterns that stand in a formula word for word: whether they mean something, before anybody fills in the form."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.functional import Promise

from forms.logic import dateformat
from forms.logic.errors import ExpressionError
from forms.logic.operators.texts import compiled
from forms.logic.tree import Node

_DATES: Mapping[int, Callable[[str], object]] = {1: dateformat.checked, 2: dateformat.language_of}
# By function and place of the value in its brackets: what raises ExpressionError for a text that means nothing.
CHECKS: Mapping[str, Mapping[int, Callable[[str], object]]] = {
    "regex": {1: compiled},
    "format-date": _DATES,
    "format-date-time": _DATES,
}


def findings_of(node: Node) -> Iterator[tuple[str | Promise, Node]]:
    """What is wrong, and with which value."""
    for place, check in CHECKS.get(node.op, {}).items():
        value = node.args[place] if place < len(node.args) else None
        if value is not None and value.op == "literal":
            try:
                check(str(value.args[0]))
            except ExpressionError as error:
                yield error.message, value
