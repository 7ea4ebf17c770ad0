"""The register of units: every name a unit goes by, until when it existed, and who does its work since.

Names stand without the place: 市教育局 and 州教育局 are both 教育局. A unit that is missing is a
warning at import, never an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Unit:
    """`until` is the day from which `successors`, or nobody, do its work."""

    name: str
    aliases: tuple[str, ...] = ()
    until: date | None = None
    successors: tuple[str, ...] = ()


def _register() -> Iterator[Unit]:
    """The units of units.txt."""
    for line in Path(__file__).with_name("units.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        names, _sign, ending = line.partition(" > ")
        name, *aliases = names.split()
        until, *successors = ending.split() or [""]
        yield Unit(name, tuple(aliases), date.fromisoformat(until) if until else None, tuple(successors))


REGISTER = tuple(_register())
_BY_NAME = {name: unit for unit in REGISTER for name in (unit.name, *unit.aliases)}
# What a county calls 局 is 厅 in a province.
_BY_NAME = {f"{name[:-1]}厅": unit for name, unit in _BY_NAME.items() if name.endswith("局")} | _BY_NAME
_PLACE = re.compile(r"(?:各|驻)?(?:[\u3400-\u9fff]{1,7}?)?(?:自治区|自治州|自治县|[省市州县区盟旗])?(?:直属?)?(?:委)?")
_ONE_PLACE = re.compile(r"(?![各驻])[\u3400-\u9fff]{0,5}?(?:自治[区州县旗]|[省市州县区盟旗])")
_ANY_PLACE = re.compile(r"(?P<place>自治[区州县旗]|[省市州县区盟旗])(?=[\u3400-\u9fff]{2})")
_ISSUER_PLACE = re.compile(
    r"[\u3400-\u9fff]{1,12}?(?P<place>自治[区州县旗]|[省市州县区盟旗])(?=人民政府|[\u3400-\u9fff]{2,}[局委办厅会])"
)
# Of whichever place, or of none.
_OWN_PLACE = re.compile(
    r"各|有关|相关|中国|国家(?!税)|国务院|全国|驻|.*(?:成员单位|政府|管委会|部门|领导小组|公司|银行|支行|分局|集团|联席会议)$"
)
_LEAGUE = re.compile(r"团(?P<place>[省市州县区盟旗])(?P<committee>工?委)")
# Several at once, or whoever it is in a place.
_KINDS = re.compile(
    r".*(?:政府|管委会|管理委员会|领导小组|联席会议|指挥部|成员单位|有关部门|相关部门|有关单位|相关单位|各部门|各单位|各科室|街道办事处|村（居）民委员会|办事处|"
    r"居委会|村委会|学校|医院|救助站|救助管理站|福利院|公司|集团|协会|基金会|各[县市区州乡镇街道、（）()]+)(?:办公室|等)?(?:[（(][\u3400-\u9fff、]{1,14}[)）])?"
)


def find(name: str) -> Unit | None:
    """The unit that goes by this name in any place: 市中法, 团市委, 州卫计委."""
    return _parted(name)[1]


def place_before(name: str) -> str:
    """云山省 of 云山省民政厅, nothing of 民政部."""
    return _parted(name)[0]


@lru_cache(maxsize=4096)
def _parted(name: str) -> tuple[str, Unit | None]:
    """The place in front of a name, and the unit."""
    league = _LEAGUE.fullmatch(name)
    if league:
        return league["place"], _BY_NAME[f"团{league['committee']}"]
    for at in range(len(name)):
        if name[at:] in _BY_NAME and (not at or _PLACE.fullmatch(name[:at])):
            return name[:at], _BY_NAME[name[at:]]
    return "", None


def place_of(name: str) -> str:
    """市 of 市教育局, 自治州 of 自治州教育局: what goes for the units after it. Not 各县市."""
    place = _parted(name)[0].removesuffix("委").removesuffix("直")
    if _ONE_PLACE.fullmatch(place):
        return place
    found = _ANY_PLACE.match(name)
    return found["place"] if found and not _OWN_PLACE.match(name) else ""


def place_in(issuer: str) -> str:
    """市 for 禾川市人民政府: what is understood before the units that this organ names."""
    found = _ISSUER_PLACE.match(issuer)
    return found["place"] if found else ""


def lacks_place(name: str) -> bool:
    """Whether the name is that of a unit of some place, and the place is to be understood."""
    if _OWN_PLACE.match(name) or _LEAGUE.fullmatch(name):
        return False
    place, unit = _parted(name)
    return not place if unit else not _ANY_PLACE.match(name)


def is_known(name: str) -> bool:
    return find(name) is not None or bool(_KINDS.fullmatch(name))


def names_on(name: str, day: date) -> tuple[str, ...]:
    """Who does on that day what the unit did, each without its place; empty for a unit nobody knows."""
    unit = find(name)
    if unit is None:
        return ()
    if unit.until is None or day < unit.until:
        return (unit.name,)
    return tuple(dict.fromkeys(later for successor in unit.successors for later in names_on(successor, day)))
