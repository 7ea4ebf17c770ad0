"""Computing a tree. The authority: whatever a browser hinted, this decides."""

from math import prod
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.logic import numbers
from forms.logic.errors import ExpressionError
from forms.logic.operators import Operator, registry
from forms.logic.scope import Scope
from forms.logic.tree import DEEPEST, Tree, parts
from forms.logic.values import Column, Rows, Value, truth

MOST_STEPS = 50_000
# So many characters of a text cost a step.
PER_STEP = 200
PAIRED = frozenset({"=", "!=", "<", "<=", ">", ">="})
DAMAGED = _("The stored form of this expression is damaged; write its formula again.")

__all__ = ["Scope", "evaluate", "holds"]


def evaluate(tree: Tree, scope: Scope) -> Value:
    """The value of a tree. Raises ExpressionError for a damaged tree and one that costs too much."""
    return Evaluation(scope).value(tree)


def holds(tree: Tree, scope: Scope) -> bool:
    """Whether a condition holds; one that is undecided (empty) does not."""
    return truth(evaluate(tree, scope))


class Evaluation:
    """One computation with its limit of steps; a column costs a step for each value, a text for its length."""

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
        self.spend(_cost(value))
        self.depth -= 1
        return value

    def spend(self, steps: int) -> None:
        """Raises ExpressionError when this formula, or all of its form, has cost too much."""
        self.steps += steps
        if self.steps > MOST_STEPS or self.depth > DEEPEST:
            raise ExpressionError(_("This formula needs too many steps."))
        if self.scope.budget is not None:
            self.scope.budget.spend(steps)

    def literal(self, tree: Any) -> Value:
        if isinstance(tree, bool) or tree is None:
            return tree
        if isinstance(tree, str):
            return tree or None
        if isinstance(tree, int):
            return numbers.of_whole(tree)
        raise ExpressionError(DAMAGED)

    def reference(self, path: list[Any]) -> Value:
        if not path or not all(isinstance(key, str) for key in path):
            raise ExpressionError(DAMAGED)
        return self.scope.lookup(tuple(path))

    def attribute(self, name: Any) -> Value:
        if self.scope.choice is None or not isinstance(name, str):
            raise ExpressionError(_("Only a filter of choices can ask for what a choice has."))
        return self.scope.choice.get(name) or None

    def operation(self, op: str, args: list[Any]) -> Value:
        if op == "this":
            return self.scope.typed_this()
        if op == "attribute" and len(args) == 1:
            return self.attribute(args[0])
        if op == "decimal" and len(args) == 1 and isinstance(args[0], str):
            return numbers.read(args[0])
        operator = registry.get(op)
        if operator is None or not operator.accepts(len(args)):
            raise ExpressionError(DAMAGED)
        self.spend(0)
        return self.applied(operator, args)

    def applied(self, operator: Operator, args: list[Any]) -> Value:
        values = args if operator.lazy else [self.value(arg) for arg in args]
        if operator.key in PAIRED:
            # Each value of one column is compared with each of the other.
            self.spend(prod(len(value) for value in values if isinstance(value, Column)))
        result: Value = operator.apply(self if operator.lazy else self.scope, *values)
        return result


def _cost(value: Value) -> int:
    if isinstance(value, str):
        return 1 + len(value) // PER_STEP
    return 1 + len(value) if isinstance(value, Column | Rows) else 1
