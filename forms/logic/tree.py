"""The two shapes of a parsed formula: nodes that know their place in the text, and the JSON tree that is stored.

The JSON tree has the shape of JSON-Logic: an operator is an object of one key, `{"op": [arguments]}`; a field is
`{"ref": ["key"]}` or `{"ref": ["table", "column"]}`; the value in question is `{"this": []}`, an attribute of a choice
`{"attribute": ["name"]}`; texts, whole numbers,
true and false are themselves; a number with a fraction is `{"decimal": ["12.5"]}`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.logic import numbers
from forms.logic.errors import ExpressionError

Tree = Any
DEEPEST = 50
# Whole numbers up to here are the same in every JSON reader.
_SAFE = 2**53
LEAVES = frozenset({"literal", "ref", "attribute", "this"})


@dataclass(frozen=True, slots=True)
class Node:
    """`op` is an operator's key, or "literal" with one value, "ref" with the path, "attribute" with a name, "this"."""

    op: str
    args: tuple[Any, ...]
    at: int
    depth: int = 1

    def children(self) -> "tuple[Node, ...]":
        return () if self.op in LEAVES else self.args

    def walk(self) -> "Iterator[Node]":
        yield self
        for child in self.children():
            yield from child.walk()


def call(op: str, args: tuple[Node, ...], at: int) -> Node:
    """A node above others. Raises ExpressionError when it would be too deep."""
    depth = 1 + max((arg.depth for arg in args), default=0)
    if depth > DEEPEST:
        raise ExpressionError(_("The formula is nested too deeply. Split it into computed fields."), at)
    return Node(op, args, at, depth)


def tree_of(node: Node) -> Tree:
    if node.op == "literal":
        return _literal(node.args[0])
    return {node.op: list(node.args) if node.op in LEAVES else [tree_of(child) for child in node.args]}


def _literal(value: Any) -> Tree:
    if not isinstance(value, Decimal):
        return value
    whole = value == value.to_integral_value() and abs(value) < _SAFE
    return int(value) if whole else {"decimal": [numbers.write(value)]}


def parts(tree: Tree) -> tuple[str, list[Any]]:
    """Operator and arguments of an object in a tree. Raises ExpressionError for anything else."""
    if not isinstance(tree, dict) or len(tree) != 1:
        raise ExpressionError(_("The stored form of this expression is damaged; write its formula again."))
    [(op, args)] = tree.items()
    if not isinstance(args, list):
        raise ExpressionError(_("The stored form of this expression is damaged; write its formula again."))
    return op, args


def references(tree: Tree, *, below: str = "") -> frozenset[tuple[str, ...]]:
    """The paths of all fields a tree speaks of; or only those that are arguments of the operator `below`."""
    if not isinstance(tree, dict):
        return frozenset()
    op, args = parts(tree)
    if op == "ref":
        return frozenset() if below else frozenset({tuple(args)})
    return frozenset().union(*(references(arg, below="" if op == below else below) for arg in args))
