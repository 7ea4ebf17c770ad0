"""Where nobody answers for a duty: pure counting over codes, one walk for each duty."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

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


class Place(NamedTuple):
    """A code with what every walk asks of it, worked out once for all duties."""

    code: str
    level: Level
    line: list[str]


def laid_out(places: Iterable[str]) -> list[Place]:
    return [Place(code, codes.level_of(code), codes.lineage(code)) for code in places]


def gaps(places: Iterable[Place], answered: Collection[str], least: Level) -> list[Gap]:
    """In order of code. `places` are all there are, `answered` the codes with a row of their own.

    Rows of areas wider than `least` do not count: the question is who is missing there.
    """
    near = {code for code in answered if codes.level_of(code) >= least}
    not_empty = {upper for code in near for upper in codes.lineage(code)}
    villages: dict[str, int] = {}
    for place in places:
        if place.level >= least and near.isdisjoint(place.line):
            widest = next((each for each in reversed(place.line) if each not in not_empty), place.code)
            villages[widest] = villages.get(widest, 0) + (place.level == Level.VILLAGE)
    return [Gap(code, count) for code, count in sorted(villages.items())]
