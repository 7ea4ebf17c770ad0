"""Whether two names mean the same office: other names, names of its time, with and without the place.

市教委, 市教育局 and 教育部门 are one; 市卫生计生委 is what 市卫生健康委员会 has come after.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from content.policytext.units import Unit, find, names_on, place_of

_KIND = re.compile(r"(?:自治[区州县旗]|[省市州县区盟旗])$")
_DEPARTMENT = re.compile(r"(?:行政)?(?:主管)?(?:部门|机关)$")
_ENDINGS = ("局", "委", "委员会", "")
# Whom a document means that names all of a level at once.
_ALL_OF_LEVEL = {
    "county": re.compile(r"(?!.*[乡镇]).*[县区].*(?:政府|管委会|管理委员会).*"),
    "township": re.compile(r".*(?:[乡镇].*政府|街道办事处|乡镇|乡（镇）|镇街).*"),
    "village": re.compile(r".*(?:村|居|社区).*(?:委员会|委会)"),
}
_KINDS_OF_LEVEL = {
    "province": ("省", "自治区", "市"),
    "prefecture": ("市", "州", "自治州", "盟"),
    "county": ("县", "区", "市", "旗", "自治县", "自治旗"),
}
_GOVERNMENT = re.compile(r"(?:人民)?政府$")


@dataclass(frozen=True)
class Office:
    """Who asks what is theirs: all its names, and its level: province, prefecture, county, township, village."""

    names: tuple[str, ...]
    level: str


def plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def unit_of(name: str) -> Unit | None:
    """As `units.find`, and for 教育部门 the office that it is."""
    found = find(name)
    bare = _DEPARTMENT.sub("", name)
    if found or bare == name:
        return found
    return next((unit for ending in _ENDINGS if (unit := find(bare + ending))), None)


def kind_of_place(name: str) -> str:
    """市 of 禾川市教育局 and of 市教育局; empty where no place is named."""
    found = _KIND.search(place_of(name))
    return found[0] if found else ""


def identity(name: str) -> tuple[str, str]:
    """Equal for names of the same office in one document."""
    unit = unit_of(name)
    return (kind_of_place(name), unit.name) if unit else ("", plain(name))


def function_of(name: str, day: date) -> frozenset[str]:
    """What tells the same kind of office in any place: who does its work on that day, or the name without its place."""
    unit = unit_of(name)
    if unit is None:
        return frozenset({re.sub(r"^[省市州县区盟旗]", "", plain(name))})
    return frozenset(names_on(unit.name, day)) or frozenset({unit.name})


def called_on(name: str, day: date) -> tuple[str, ...]:
    """Who does its work on that day, with its place, where that is somebody else; else empty."""
    unit = unit_of(name)
    if unit is None or unit.until is None or day < unit.until:
        return ()
    return tuple(kind_of_place(name) + later for later in names_on(unit.name, day))


def is_meant(name: str, office: Office, day: date) -> bool:
    """Whether what a document calls so is that office on that day."""
    own = {plain(each) for each in office.names}
    if plain(name) in own:
        return True
    if not _is_of_its_place(kind_of_place(name), office):
        return False
    if unit_of(name) is None:
        of_level = _ALL_OF_LEVEL.get(office.level)
        return bool(of_level and of_level.fullmatch(name) and any(map(_is_of_all, own)))
    function = function_of(name, day)
    return any(unit_of(each) is not None and function & function_of(each, day) for each in own)


def _is_of_its_place(kind: str, office: Office) -> bool:
    """市 is not meant of an office that calls itself one of a 县; where it names no place, its level tells."""
    own = {found.removeprefix("自治") for each in office.names if (found := kind_of_place(each))}
    if not kind or kind.removeprefix("自治") in own:
        return True
    return not own and kind in _KINDS_OF_LEVEL.get(office.level, ())


def _is_of_all(name: str) -> bool:
    """A government, or what stands for one in a street or village."""
    return bool(
        _GOVERNMENT.search(name) or name.endswith(("街道办事处", "村民委员会", "居民委员会", "村委会", "居委会"))
    )
