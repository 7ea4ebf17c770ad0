"""What an expression can see: the answers, the row it stands in, the moment it is asked at. Never the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from django.utils import timezone

from forms.logic.budget import Budget
from forms.logic.values import Column, Rows, Value, typed


@dataclass(frozen=True, slots=True)
class Scope:
    """`now` is aware. Names are looked up in the row, then in the answers, then in the context."""

    answers: Mapping[str, Any]
    now: datetime
    row: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    # The value a check or a choice filter speaks of: `.` in a formula.
    this: Any = None
    zone: tzinfo = field(default_factory=timezone.get_default_timezone)
    # Which row of its table it is, counted from 1; None outside of tables.
    position: int | None = None
    # What the choice is that a filter looks at: its attributes, its `name` and its `label`.
    choice: Mapping[str, str] | None = None
    # What the options of a field are called, by the path of the field and the key of the option.
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # What all formulas of a form may cost together; None when there is but one.
    budget: Budget | None = None

    def asked_at(self) -> datetime:
        """The present on the portal's clock, in whole seconds."""
        return self.now.astimezone(self.zone).replace(microsecond=0)

    def today(self) -> date:
        return self.asked_at().date()

    def typed_this(self) -> Value:
        return typed(self.this, self.zone)

    def lookup(self, path: tuple[str, ...]) -> Value:
        """The value at `key` or `table.column`; a name nobody answered is empty."""
        for names in (self.row, self.answers, self.context):
            if path[0] in names:
                return self._follow(typed(names[path[0]], self.zone), path[1:])
        return None

    def _follow(self, value: Value, path: tuple[str, ...]) -> Value:
        for key in path:
            if isinstance(value, Rows):
                cells = (typed(row.get(key), self.zone) for row in value)
                value = Column(cell for cell in cells if cell is not None)
            elif isinstance(value, Mapping):
                value = typed(value.get(key), self.zone)
            else:
                return None
        return value
