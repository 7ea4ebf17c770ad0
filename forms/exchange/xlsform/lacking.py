"""Formulas that ask for options that there are not: no answer is one of those, so what asks is always the same."""

from collections.abc import Collection

from forms.logic.formatting import formula_of
from forms.logic.parse import read
from forms.logic.tree import LEAVES, Node, Tree, tree_of


def without_options(formula: str, places: Collection[int], *, of_choices: bool) -> str:
    """The formula that means the same; `places` are those of the options. Raises ExpressionError."""
    return formula_of(_tree(read(formula, of_choices=of_choices), places))


def _tree(node: Node, places: Collection[int]) -> Tree:
    if node.op in LEAVES:
        return tree_of(node)
    if any(child.op == "literal" and child.at in places for child in node.args):
        return node.op == "!="
    children = [_tree(child, places) for child in node.args]
    if node.op in ("and", "or"):
        return _joined(node.op, children)
    return {node.op: children}


def _joined(op: str, children: list[Tree]) -> Tree:
    """Without the parts that change nothing, and without all others where one part decides."""
    decides = op == "or"
    if any(child is decides for child in children):
        return decides
    left = [child for child in children if not isinstance(child, bool)]
    return {op: left} if len(left) > 1 else left[0] if left else not decides
