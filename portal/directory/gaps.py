"""Where nobody answers for a duty: pure counting over codes, one walk for each duty."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portal.directory import codes
from portal.directory.codes import Level


@dataclass(frozen=True)
class Gap:
    """The widest place in which nobody at the asked level or below answers, and how many villages lie in it."""

    code: str
    villages: int


def usual_level(areas_at: dict[int, int], duties_at: dict[int, int]) -> Level | None:
    """The narrowest level where at least half the areas have their own row; else the widest that has any."""
    present = [level for level in sorted(Level, reverse=True) if duties_at.get(level)]
    dense = (level for level in present if duties_at[level] * 2 >= areas_at.get(level, 0))
    return next(dense, min(present, default=None))


def gaps(places: Iterable[str], answered: Collection[str], least: Level) -> list[Gap]:
    """Widest places first in order of code. `places` are all codes in order, `answered` those with a row of their own.

    Rows of areas wider than `least` do not count: the question is who is missing there.
    """
    near = {code for code in answered if codes.level_of(code) >= least}
    not_empty = {upper for code in near for upper in codes.lineage(code)}
    villages: dict[str, int] = {}
    for code in places:
        line = codes.lineage(code)
        if codes.level_of(code) >= least and near.isdisjoint(line):
            widest = next((each for each in reversed(line) if each not in not_empty), code)
            villages[widest] = villages.get(widest, 0) + (codes.level_of(code) == Level.VILLAGE)
    return [Gap(code, count) for code, count in sorted(villages.items())]
