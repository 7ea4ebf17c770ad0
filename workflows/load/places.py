"""The demo prefecture enlarged: counties with many villages, and how often something happens in each. Pure."""

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from workflows.demo.places import CITY

COUNTIES = "甲乙丙丁戊己庚辛"
# Demo counties are 21 and 22; these are numbered from here.
FIRST_COUNTY = 31
TOWNS = 16
VILLAGES = 18


@dataclass(frozen=True)
class Village:
    code: str
    town: str
    county: str


def county_codes() -> list[str]:
    return [f"{CITY[:4]}{FIRST_COUNTY + number}000000" for number in range(len(COUNTIES))]


def names() -> dict[str, str]:
    """Every place of the load, by code, the wider before the narrower. The names say what they are for."""
    found = {}
    for letter, county in zip(COUNTIES, county_codes(), strict=True):
        found[county] = f"演练{letter}县"
        for town in _towns(county):
            found[town] = f"{letter}{town[7:9]}镇"
            found |= {village: f"{letter}{town[7:9]}{village[10:]}村" for village in _villages(town)}
    return found


class Likelihood:
    """Where the next case arises: a few places have most of them (weights 1, 1/2, 1/3 … at each level)."""

    def __init__(self) -> None:
        self._villages: list[Village] = []
        weights = []
        for county_rank, county in enumerate(county_codes(), 1):
            for town_rank, town in enumerate(_towns(county), 1):
                for village_rank, village in enumerate(_villages(town), 1):
                    self._villages.append(Village(village, town, county))
                    weights.append(1 / (county_rank * town_rank * village_rank))
        self._reach = list(accumulate(weights))

    def choose(self, chance: Random) -> Village:
        return self._villages[bisect(self._reach, chance.random() * self._reach[-1])]


def _towns(county: str) -> list[str]:
    return [f"{county[:6]}1{number:02}000" for number in range(1, TOWNS + 1)]


def _villages(town: str) -> list[str]:
    return [f"{town[:9]}2{number:02}" for number in range(1, VILLAGES + 1)]
