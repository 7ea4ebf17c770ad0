"""How many tasks were done and wait, as it is said: small counts are unsaid, and so is what would tell one by
subtraction, in the table itself or beside it.

What is protected is how many there are, which could be somebody's child. How fast an office was is said of every number
that is said, without telling apart a handful that was late.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.smallcounts import LEAST, UNSAID, is_small, most_of_few, said_count, unsaid
from workflows.measuring.load import Load
from workflows.measuring.pace import Pace

OPEN, OVERDUE, OLD = "open", "overdue", "old"
# The row that all others come to.
WHOLE = None
Parts = tuple[int | None, ...]


@dataclass(frozen=True)
class Told:
    """A row of finished tasks. Of one whose number is not said nothing else is."""

    pace: Pace
    hidden: bool = False

    @property
    def is_said(self) -> bool:
        return not (self.hidden or self.pace.is_small)

    @property
    def done(self) -> str:
        return _said(self.pace.done, hidden=self.hidden)

    @property
    def in_time(self) -> str:
        """Of those with a deadline, in whole percent; what is certain where only few were late, or in time."""
        timed, late = self.pace.timed, self.pace.late
        if not self.is_said or self.pace.in_time is None or is_small(timed):
            return UNSAID
        if is_small(late):
            return f"≥ {100 * (timed - LEAST + 1) // timed}%"
        return f"≤ {-(-100 * (LEAST - 1) // timed)}%" if is_small(timed - late) else f"{self.pace.in_time}%"

    @property
    def amounts(self) -> tuple[int, int]:
        """In time and late, as they are drawn: a handful as large as it can be."""
        timed, late = self.pace.timed, self.pace.late
        if not self.is_said or is_small(timed):
            return 0, 0
        drawn_late = most_of_few(late) if is_small(late) else timed - most_of_few(timed - late)
        return timed - drawn_late, drawn_late

    @property
    def spans(self) -> Parts:
        return _parts(self.pace.done, self.pace.spans) if self.is_said else (None,) * len(self.pace.spans)


@dataclass(frozen=True)
class ToldLoad:
    """A row of open tasks."""

    load: Load
    hidden: frozenset[str] = frozenset()

    @property
    def open(self) -> str:
        return _said(self.load.open, hidden=OPEN in self.hidden)

    @property
    def overdue(self) -> str:
        return _said(self.load.overdue, hidden=OVERDUE in self.hidden)

    @property
    def old(self) -> str:
        """Longer there than the last of `AGES`."""
        return _said(self.load.old, hidden=OLD in self.hidden)

    @property
    def ages(self) -> Parts:
        return (None,) * len(self.load.ages) if OPEN in self.hidden else _parts(self.load.open, self.load.ages)


def told(
    paces: Mapping[Any, Pace],
    sums: Iterable[tuple[Hashable, Sequence[Hashable]]],
    *,
    unshown: Collection[Hashable] = (),
    kept: bool = False,
) -> dict[Any, Told]:
    """Rows by key, `WHOLE` among them; each of the `sums` is a row and those that come to it.

    Of those that are `unshown` nobody learns that they are few; `kept`: the whole is unsaid on another page.
    """
    counts = {key: pace.done for key, pace in paces.items()}
    hidden = unsaid(counts, sums, kept=[WHOLE] if kept else [], silent=unshown)
    return {key: Told(pace, key in hidden) for key, pace in paces.items()}


def told_loads(rows: Mapping[Any, Load], *, kept: Collection[str] = ()) -> dict[Any, ToldLoad]:
    """With their sum under `WHOLE`, which is said here or elsewhere; `kept` are its columns that are not."""
    loads = {WHOLE: sum(rows.values(), Load()), **rows}
    counts = {(key, name): count for key, load in loads.items() for name, count in _columns(load).items()}
    sums = [((WHOLE, name), [(key, name) for key in rows]) for name in (OPEN, OVERDUE, OLD)] if rows else []
    hidden = unsaid(counts, sums, kept=[(WHOLE, name) for name in kept])
    names = {key: frozenset(name for name in (OPEN, OVERDUE, OLD) if (key, name) in hidden) for key in loads}
    return {key: ToldLoad(load, names[key]) for key, load in loads.items()}


def drawn(parts: Parts) -> tuple[int, ...]:
    """What is not said leaves its place in the bar empty."""
    return tuple(part or 0 for part in parts)


def said_parts(parts: Parts) -> list[str]:
    return [UNSAID if part is None else str(part) for part in parts]


def _parts(whole: int, parts: Collection[int]) -> Parts:
    """Of parts that come to a whole that is said, those that may be said beside it."""
    counts = dict(enumerate(parts))
    hidden = unsaid({-1: whole, **counts}, [(-1, list(counts))])
    return tuple(None if hidden & {place, -1} else count for place, count in counts.items())


def _said(count: int, *, hidden: bool) -> str:
    return UNSAID if hidden and not is_small(count) else said_count(count)


def _columns(load: Load) -> dict[str, int]:
    return {OPEN: load.open, OVERDUE: load.overdue, OLD: load.old}
