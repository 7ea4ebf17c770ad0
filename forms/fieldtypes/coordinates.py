"""A point on the earth as people type it, by WGS 84. Pure."""

import re
from dataclasses import dataclass

from forms.fieldtypes.normalising import code

_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,15})?"
_PAIR = re.compile(rf"({_NUMBER})°?(?:[,;，；]|\s)\s*({_NUMBER})°?", re.ASCII)
# About one metre.
PLACES = 5
# China lies east of this, and north of nothing that is as far as this: so pairs that are the wrong way round show.
_WEST_END, _NORTH_END = 73, 54


@dataclass(frozen=True, slots=True)
class Point:
    lat: float
    lon: float

    def written(self) -> str:
        return f"{self.lat:.{PLACES}f}, {self.lon:.{PLACES}f}"


def read_point(typed: str) -> Point | None:
    """`31.12345, 108.54321`: latitude first. Maps in China often give the longitude first; that is understood."""
    match = _PAIR.fullmatch(code(typed))
    if match is None:
        return None
    first, second = (round(float(number), PLACES) for number in match.groups())
    if first >= _WEST_END and abs(second) <= _NORTH_END:
        first, second = second, first
    return Point(first, second) if abs(first) <= 90 and abs(second) <= 180 else None
