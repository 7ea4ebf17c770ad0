"""Computing a tree. The authority: whatever a browser hinted, this decides."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.logic import numbers
from forms.logic.errors import ExpressionError
from forms.logic.operators import registry
from forms.logic.scope import Scope
from forms.logic.tree import DEEPEST, Tree, parts
from forms.logic.values import Column, Rows, Value, truth

MOST_STEPS = 20_000

__all__ = ["Scope", "evaluate", "holds"]


def evaluate(tree: Tree, scope: Scope) -> Value:
    """The value of a tree. Raises ExpressionError for a damaged tree and one that costs too much."""
    return Evaluation(scope).value(tree)


def holds(tree: Tree, scope: Scope) -> bool:
    """Whether a condition holds; one that is undecided (empty) does not."""
    return truth(evaluate(tree, scope))


class Evaluation:
    """One computation with its budget of steps; a column costs a step for each value."""

    __slots__ = ("depth", "scope", "steps")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.steps = 0
        self.depth = 0

    def value(self, tree: Tree) -> Value:
        if not isinstance(tree, dict):
            return self.literal(tree)
        self.depth += 1
        op, args = parts(tree)
        value = self.reference(args) if op == "ref" else self.operation(op, args)
        self.spend(len(value) if isinstance(value, Column | Rows) else 1)
        self.depth -= 1
        return value

    def spend(self, steps: int) -> None:
        self.steps += steps
        if self.steps > MOST_STEPS or self.depth > DEEPEST:
            raise ExpressionError(_("This formula needs too many steps."))

    def literal(self, tree: Any) -> Value:
        if isinstance(tree, bool) or tree is None:
            return tree
        if isinstance(tree, str):
            return tree or None
        if isinstance(tree, int):
            return numbers.settled(Decimal(tree))
        raise ExpressionError(_("The stored form of this expression is damaged; write its formula again."))

    def reference(self, path: list[Any]) -> Value:
        if not path or not all(isinstance(key, str) for key in path):
            raise ExpressionError(_("The stored form of this expression is damaged; write its formula again."))
        return self.scope.lookup(tuple(path))

    def operation(self, op: str, args: list[Any]) -> Value:
        if op == "this":
            return self.scope.typed_this()
        if op == "decimal" and len(args) == 1 and isinstance(args[0], str):
            return numbers.read(args[0])
        operator = registry.get(op)
        if operator is None or not operator.accepts(len(args)):
            raise ExpressionError(_("The stored form of this expression is damaged; write its formula again."))
        self.spend(0)
        if operator.lazy:
            result: Value = operator.apply(self, *args)
        else:
            result = operator.apply(self.scope, *(self.value(arg) for arg in args))
        return result
