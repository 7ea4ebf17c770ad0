"""Lists narrowed by place: a county first, then a township in it. A place is chosen by a link; nobody is located."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.directory import codes
from portal.directory.codes import Level
from portal.directory.models import Area


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """`towns` are those of the chosen county, empty while none is chosen. `up` is the code a step back leads to."""

    chosen: str
    name: str
    counties: list[Place]
    towns: list[Place]

    @property
    def county(self) -> str:
        return codes.at_level(self.chosen, Level.COUNTY) if self.chosen else ""


def chosen_code(asked: str) -> str:
    """The code in an address, where it is one of a county or a township; else nothing is chosen."""
    found = codes.is_code(asked) and codes.level_of(asked) in (Level.COUNTY, Level.TOWNSHIP)
    return asked if found else ""


def choices(where: Iterable[str], asked: str) -> Choices:
    """`where` are the codes of all that the list holds; only places that hold something can be chosen."""
    narrow = {code for code in where if codes.level_of(code) >= Level.COUNTY}
    counties = {codes.at_level(code, Level.COUNTY) for code in narrow}
    below = {codes.at_level(code, Level.TOWNSHIP) for code in narrow if codes.level_of(code) >= Level.TOWNSHIP}
    chosen = chosen_code(asked)
    if chosen not in counties | below:
        chosen = ""
    county = codes.at_level(chosen, Level.COUNTY) if chosen else ""
    towns = {code for code in below if chosen and codes.at_level(code, Level.COUNTY) == county}
    names = names_of(counties | towns)
    return Choices(
        chosen,
        names.get(chosen, ""),
        [Place(code, names[code], code == county) for code in sorted(counties) if code in names],
        [Place(code, names[code], code == chosen) for code in sorted(towns) if code in names],
    )


def names_of(where: Iterable[str]) -> Mapping[str, str]:
    return dict(Area.objects.filter(code__in=set(where)).values_list("code", "name"))


def written_out(where: Iterable[str]) -> Mapping[str, str]:
    """Each place with what it lies in from the county down, as on an envelope."""
    wanted = set(where)
    names = names_of(code for each in wanted for code in codes.lineage(each))
    return {each: "".join(names.get(code, "") for code in _from_county(each)) for each in wanted}


def _from_county(code: str) -> list[str]:
    around = list(reversed(codes.lineage(code)))
    return [each for each in around if codes.level_of(each) >= Level.COUNTY] or [code]
