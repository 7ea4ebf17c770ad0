"""How much of what is owed on records is done, by place, office and period. Counts only; small ones are unsaid."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from portal.smallcounts import LEAST, UNSAID, is_small, said_count, unsaid

# What is said of a row, by the name of its number; the first is the sum of the next three.
COLUMNS = ("owed", "met", "missed", "open", "excused")
# The row that all others come to.
WHOLE = ("", None)
Row = tuple[Any, Any]
Cell = tuple[Row, str]


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
    def columns(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in COLUMNS}

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


@dataclass(frozen=True)
class Said:
    """The counts of a row as they are said; `hidden` are the columns that are not."""

    counts: Coverage
    hidden: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> str:
        count = self.counts.columns[name]
        if self.counts.is_small and name != "owed":
            return UNSAID
        return UNSAID if name in self.hidden and not is_small(count) else said_count(count)

    @property
    def is_whole(self) -> bool:
        """Whether how much is done of it is said exactly."""
        return not self.hidden & {"owed", "met"}

    @property
    def share(self) -> str:
        """What is certain from what is said, where the exact one would say more."""
        if self.counts.share is None or "owed" in self.hidden or is_small(self.counts.met):
            return UNSAID
        if "met" not in self.hidden:
            return f"{self.counts.share}%"
        others = {name: self.counts.columns[name] for name in ("missed", "open")}
        if any(name in self.hidden and not is_small(count) for name, count in others.items()):
            return UNSAID
        most = sum(LEAST - 1 if name in self.hidden else count for name, count in others.items())
        return f"≥ {100 * (self.counts.owed - most) // self.counts.owed}%"

    @property
    def amounts(self) -> tuple[int, int, int, int]:
        """Done, missed, to do, and what of these is not said one by one."""
        if self.hidden & {"owed"}:
            return 0, 0, 0, 0
        said = {name: 0 if name in self.hidden else self.counts.columns[name] for name in ("met", "missed", "open")}
        return said["met"], said["missed"], said["open"], self.counts.owed - sum(said.values())


def said(
    whole: Coverage, *tables: Mapping[Any, Coverage], shown: Collection[Row] | None = None, kept: Collection[str] = ()
) -> dict[Row, Said]:
    """Of tables that each come to the whole, how each row is said: by the place of its table and its key there.

    Rows that are not `shown` tell nothing; `kept` are columns of the whole that are unsaid on another page.
    """
    rows = {WHOLE: whole} | {(place, key): row for place, table in enumerate(tables) for key, row in table.items()}
    counts = {(row, name): count for row, found in rows.items() for name, count in found.columns.items()}
    silent = [
        row for row, found in rows.items() if found.is_small or not (shown is None or row == WHOLE or row in shown)
    ]
    cells = [(row, name) for row in silent for name in COLUMNS]
    hidden = unsaid(counts, _sums(list(rows), len(tables)), kept=[(WHOLE, name) for name in kept], silent=cells)
    return {
        row: Said(found, frozenset(name for name in COLUMNS if (row, name) in hidden)) for row, found in rows.items()
    }


def _sums(rows: Sequence[Row], tables: int) -> Iterator[tuple[Cell, Sequence[Cell]]]:
    for row in rows:
        yield (row, COLUMNS[0]), [(row, name) for name in COLUMNS[1:4]]
    for place in range(tables):
        inside = [row for row in rows if row != WHOLE and row[0] == place]
        for name in COLUMNS if inside else ():
            yield (WHOLE, name), [(row, name) for row in inside]
