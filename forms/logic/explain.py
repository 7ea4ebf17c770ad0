"""Why an expression has the value it has: each part with its own value, for the author and for "why hidden?"."""

from dataclasses import dataclass

from forms.logic.errors import ExpressionError
from forms.logic.evaluate import evaluate
from forms.logic.formatting import formula_of
from forms.logic.scope import Scope
from forms.logic.tree import Tree, parts
from forms.logic.values import Value


@dataclass(frozen=True)
class Trace:
    """A part of an expression as a formula, its value, and the parts below; literals are left out."""

    formula: str
    value: Value
    parts: tuple["Trace", ...] = ()


def explain(tree: Tree, scope: Scope) -> Trace:
    """Every part is computed, also those that did not matter. One that cannot be is empty."""
    below: tuple[Tree, ...] = ()
    if isinstance(tree, dict):
        op, args = parts(tree)
        below = () if op in ("ref", "attribute", "decimal") else tuple(arg for arg in args if isinstance(arg, dict))
    return Trace(formula_of(tree), _value(tree, scope), tuple(explain(part, scope) for part in below))


def _value(tree: Tree, scope: Scope) -> Value:
    try:
        return evaluate(tree, scope)
    except ExpressionError:
        return None
