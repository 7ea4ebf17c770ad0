"""and, or, not, if, coalesce. An undecided part (empty) leaves “and” and “or” undecided unless another part decides."""

from collections.abc import Sequence
from typing import Any, Protocol

from forms.logic.operators.kinds import ANYTHING, CONDITIONS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.tree import Tree
from forms.logic.types import Kind, ValueType
from forms.logic.values import Value, truth


class Evaluation(Protocol):
    scope: Scope

    def value(self, tree: Tree) -> Value: ...


def _common(kinds: Sequence[Kind]) -> ValueType:
    types = {kind.type for kind in kinds}
    return types.pop() if len(types) == 1 else ValueType.ANY


@operator("and", [CONDITIONS, CONDITIONS], ValueType.YES_NO, repeated=True, lazy=True, sign=True)
def conjunction(evaluation: Evaluation, *trees: Tree) -> bool | None:
    return _decided(evaluation, trees, by=False)


@operator("or", [CONDITIONS, CONDITIONS], ValueType.YES_NO, repeated=True, lazy=True, sign=True)
def disjunction(evaluation: Evaluation, *trees: Tree) -> bool | None:
    return _decided(evaluation, trees, by=True)


def _decided(evaluation: Evaluation, trees: tuple[Any, ...], *, by: bool) -> bool | None:
    undecided = False
    for tree in trees:
        value = evaluation.value(tree)
        if value is None:
            undecided = True
        elif truth(value) is by:
            return by
    return None if undecided else not by


@operator("not", [CONDITIONS], ValueType.YES_NO)
def negation(scope: Scope, value: Value) -> bool:
    """As in XPath, what is empty does not hold, so its negation does."""
    return not truth(value)


@operator("if", [CONDITIONS, ANYTHING, ANYTHING], lambda kinds: _common(kinds[1:]), lazy=True)
def choice(evaluation: Evaluation, condition: Tree, then: Tree, otherwise: Tree) -> Value:
    return evaluation.value(then if truth(evaluation.value(condition)) else otherwise)


@operator("coalesce", [ANYTHING, ANYTHING], _common, repeated=True, lazy=True)
def coalesce(evaluation: Evaluation, *trees: Tree) -> Value:
    """The first that is not empty."""
    return next((value for tree in trees if (value := evaluation.value(tree)) is not None), None)
