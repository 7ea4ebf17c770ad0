"""From a tree back to the formula that parses to it."""

from typing import Any

from forms.logic.parse import BINDING, CHAINED, UNARY
from forms.logic.tree import Tree, parts

ATOM = 100


def formula_of(tree: Tree) -> str:
    """The formula in its plainest form. Raises ExpressionError for a damaged tree."""
    return _written(tree)[0]


def _written(tree: Tree) -> tuple[str, int]:
    """The text and how tightly it binds."""
    if not isinstance(tree, dict):
        return _literal(tree), ATOM
    op, args = parts(tree)
    if op == "ref":
        return "${" + ".".join(args) + "}", ATOM
    if op == "this":
        return ".", ATOM
    if op in ("decimal", "attribute"):
        return str(args[0]), ATOM
    if op == "neg":
        return f"-{_inside(args[0], UNARY)}", UNARY
    if op == "position":
        return "position(..)", ATOM
    if op in BINDING:
        return _between(op, args), BINDING[op]
    return f"{op}({', '.join(formula_of(arg) for arg in args)})", ATOM


def _between(op: str, args: list[Any]) -> str:
    """Left-bound: the first part may bind as loosely as the sign itself, unless that would join two chains."""
    binding = BINDING[op]
    first = binding + 1 if op in CHAINED else binding
    return f" {op} ".join([_inside(args[0], first), *(_inside(arg, binding + 1) for arg in args[1:])])


def _inside(tree: Tree, least: int) -> str:
    text, binding = _written(tree)
    return text if binding >= least else f"({text})"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, str):
        return quoted(value)
    return "''" if value is None else str(value)


def quoted(text: str) -> str:
    """A text as a literal; a quote inside it is written twice."""
    return "'" + text.replace("'", "''") + "'"
