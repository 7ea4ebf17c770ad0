"""How much of what is owed on records is done, by place, office and period. Counts only; small ones are unsaid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from workflows.measuring.small import is_small


@dataclass(frozen=True)
class Coverage:
    met: int = 0
    missed: int = 0
    excused: int = 0
    # Can still be done.
    open: int = 0

    @property
    def owed(self) -> int:
        """All but what is excused."""
        return self.met + self.missed + self.open

    @property
    def is_small(self) -> bool:
        return is_small(self.owed)

    @property
    def share(self) -> int | None:
        """Of what is owed, in whole percent rounded down: a hundred is all of it. None where nothing is."""
        return 100 * self.met // self.owed if self.owed else None

    def __add__(self, other: "Coverage") -> "Coverage":
        pairs = zip(self.parts, other.parts, strict=True)
        return Coverage(*(mine + theirs for mine, theirs in pairs))

    @property
    def parts(self) -> tuple[int, int, int, int]:
        return self.met, self.missed, self.excused, self.open


def coverage(rows: Any, by: Any, now: datetime) -> Mapping[Any, Coverage]:
    """Rows of what is owed, counted by a column or an expression, in one question."""
    is_open = Q(state="open")
    counted = rows.values(group=by).annotate(
        met=Count("pk", filter=Q(state="met")),
        missed=Count("pk", filter=is_open & Q(due_at__lt=now)),
        excused=Count("pk", filter=Q(state="excused")),
        still=Count("pk", filter=is_open & Q(due_at__gte=now)),
    )
    found = counted.order_by().values_list("group", "met", "missed", "excused", "still")
    return {group: Coverage(*counts) for group, *counts in found}
