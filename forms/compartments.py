"""Which answer is kept where: in clear, sealed, or in the reporter's compartment.

A table is as sensitive as its most sensitive column. A countable answer is kept in clear whatever its
sensitivity, so that statistics need no unsealing; reading still goes by the sensitivity.
"""

from dataclasses import dataclass, field
from typing import Any

from forms.schema import FormSchema, Question, Sensitivity, Table

# From what anybody at work may read to what almost nobody may.
RANKS: tuple[Sensitivity, ...] = ("open", "personal", "sensitive", "reporter")


@dataclass
class Compartments:
    open: dict[str, Any] = field(default_factory=dict)
    sealed: dict[str, Any] = field(default_factory=dict)
    reporter: dict[str, Any] = field(default_factory=dict)


def sensitivity_of(item: Question | Table) -> Sensitivity:
    if isinstance(item, Question):
        return item.sensitivity
    return max([item.sensitivity, *(column.sensitivity for column in item.columns)], key=RANKS.index)


def is_clear(item: Question | Table) -> bool:
    return sensitivity_of(item) == "open" or (isinstance(item, Question) and item.countable)


def split(schema: FormSchema, answers: dict[str, Any]) -> Compartments:
    """Answers by compartment. Answers to fields the form does not have are dropped."""
    parts = Compartments()
    for item in schema.fields():
        if item.key in answers:
            _compartment(parts, item)[item.key] = answers[item.key]
    return parts


def _compartment(parts: Compartments, item: Question | Table) -> dict[str, Any]:
    if is_clear(item):
        return parts.open
    return parts.reporter if sensitivity_of(item) == "reporter" else parts.sealed
