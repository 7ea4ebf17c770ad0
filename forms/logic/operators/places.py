"""What depends on where a formula stands or names a field itself rather than its value."""

from decimal import Decimal

from forms.logic.operators.connectives import Evaluation
from forms.logic.operators.kinds import ANYTHING, NUMBERS, TEXTS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.tree import Tree, parts
from forms.logic.types import ValueType
from forms.logic.values import Chosen, Column, Rows, Value, number, text, typed

TABLES = frozenset({ValueType.TABLE})


@operator("position", [], ValueType.NUMBER)
def position(scope: Scope) -> Decimal | None:
    """The number of the row that the formula stands in, from 1."""
    return None if scope.position is None else Decimal(scope.position)


@operator("indexed-repeat", [ANYTHING, TABLES, NUMBERS], lambda kinds: kinds[0].type, of_columns=True, lazy=True)
def indexed_repeat(evaluation: Evaluation, column: Tree, table: Tree, place: Tree) -> Value:
    """The cell of a column in the row of that number, counted from 1; empty where there is no such row."""
    rows, found = evaluation.value(table), number(evaluation.value(place), evaluation.scope.zone)
    if not isinstance(rows, Rows) or found is None or not 1 <= int(found) <= len(rows):
        return None
    return typed(rows[int(found) - 1].get(parts(column)[1][-1]), evaluation.scope.zone)


@operator("choice-label", [TEXTS | {ValueType.CHOICES}, ANYTHING], ValueType.TEXT, of_columns=True, lazy=True)
def choice_label(evaluation: Evaluation, value: Tree, field: Tree) -> str | None:
    """What the options of a field with these keys are called, in Chinese where they have a Chinese name."""
    labels = evaluation.scope.labels.get(".".join(parts(field)[1]), {})
    chosen = evaluation.value(value)
    keys = chosen if isinstance(chosen, Chosen | Column) else (text(chosen),)
    return "、".join(labels[key] for key in map(text, keys) if key in labels) or None


@operator("once", [ANYTHING], lambda kinds: kinds[0].type, lazy=True)
def once(evaluation: Evaluation, tree: Tree) -> Value:
    """The answer that is there already; what is in the brackets while there is none."""
    current = evaluation.scope.typed_this()
    return evaluation.value(tree) if current is None else current
