"""Small counts: where a handful of cases could be somebody's child, only that there are few of them is said.

What stands beside a small count in a sum that is said would tell it by subtraction. So the next smallest of that sum is
not said either (secondary suppression, as statistical offices do it).
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from math import inf
from typing import TypeVar

from django.utils.translation import gettext as _

# From so many on a count is said as it is.
LEAST = 5
# For what is not said though there are not few.
UNSAID = "–"

# What a reader knows of a small count.
FEW = (1, LEAST - 1)
# And of what is not shown at all.
ANY = (0, inf)

Cell = TypeVar("Cell", bound=Hashable)
Range = tuple[float, float]


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def said_count(count: int) -> str:
    """The count in words: that there is none is said, too."""
    return _("fewer than %(n)d") % {"n": LEAST} if is_small(count) else str(count)


def most_of_few(count: int) -> int:
    """As it may be drawn: a small one as large as one can be."""
    return FEW[1] if is_small(count) else count


def unsaid(
    counts: Mapping[Cell, int],
    sums: Iterable[tuple[Cell, Sequence[Cell]]],
    *,
    kept: Collection[Cell] = (),
    silent: Collection[Cell] = (),
) -> frozenset[Cell]:
    """Of the counts those that are not said, so that of a small one nothing is learned but that it is small.

    `sums` are those that the reader knows of: a whole and its parts, each by its key. `kept` are not said elsewhere
    and may not be worked out here either; `silent` belong to what is not shown at all. Each sum is looked at by itself.
    """
    ranges: dict[Cell, Range] = {cell: FEW for cell, count in counts.items() if is_small(count)}
    ranges |= {cell: (LEAST, inf) for cell in kept if not is_small(counts[cell])}
    ranges |= {cell: (0, FEW[1]) if counts[cell] < LEAST else ANY for cell in silent}
    known = [(whole, tuple(parts)) for whole, parts in sums]
    while more := {cell for whole, parts in known for cell in _beside(counts, ranges, whole, parts)}:
        ranges |= dict.fromkeys(more, (LEAST, inf))
    return frozenset(ranges)


def _beside(counts: Mapping[Cell, int], ranges: Mapping[Cell, Range], whole: Cell, parts: Sequence[Cell]) -> list[Cell]:
    """What has to be left unsaid next: the smallest part, or else the whole; nothing where the sum tells nothing."""
    if not _tells(counts, ranges, whole, parts):
        return []
    left = sorted((cell for cell in parts if counts[cell] and cell not in ranges), key=lambda cell: counts[cell])
    return (left or [cell for cell in [whole] if cell not in ranges])[:1]


def _tells(counts: Mapping[Cell, int], ranges: Mapping[Cell, Range], whole: Cell, parts: Sequence[Cell]) -> bool:
    """Whether the rest of the sum narrows what is known of one that is not said."""
    rest = sum(counts[cell] for cell in parts if cell not in ranges)
    lowest, highest = ranges.get(whole, (counts[whole], counts[whole]))
    gone = [cell for cell in parts if cell in ranges]
    least, most = (sum(ranges[cell][side] for cell in gone) for side in (0, 1))
    if whole in ranges and _narrows(counts[whole], ranges[whole], rest + least, rest + most):
        return True
    finite = sum(ranges[cell][1] for cell in gone if ranges[cell][1] < inf)
    endless = sum(ranges[cell][1] == inf for cell in gone)
    for cell in gone:
        low, high = ranges[cell]
        others = inf if endless > (high == inf) else finite - (high if high < inf else 0)
        if _narrows(counts[cell], ranges[cell], lowest - rest - others, highest - rest - (least - low)):
            return True
    return False


def _narrows(count: int, known: Range, low: float, high: float) -> bool:
    """Of a small one nothing more may be learned; a large one has to leave as much room."""
    if count == 0 or known == ANY:
        return False
    if is_small(count):
        return low > known[0] or high < known[1]
    return min(high, known[1]) - max(low, known[0]) < FEW[1] - FEW[0]
