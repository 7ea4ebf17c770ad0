"""Who is responsible for which sentences of a clause, as printed in parentheses."""

import re
from collections.abc import Iterable, Iterator

from content.policytext.document import Allocation
from content.policytext.groups import Group, find_groups, split_units, without_explanation

_LABEL = re.compile(r"(?P<label>(?:责任|牵头|主办|协助|配合|协办|参与|参加)(?:单位|部门))\s*[:：]")
_LEADING = ("责任", "牵头", "主办")
_EACH_LEADS = re.compile(r"(?:分别)?(?:共同)?牵头(?:负责)?")
_DUTY_WORDS = re.compile(r"(?:分别)?(?:牵头|负责|配合)$")
_OWN_PLACE = re.compile(r"(?:各|有关|相关|中国|国家|[省市州县区盟旗]|团[省市州县区]|驻|.*成员单位)")
_PLACE = "省市州县区盟旗"


def allocate(text: str) -> tuple[Allocation, ...]:
    """The printed allocations of a clause. Each covers the sentences since the one before it."""
    covered_from, allocations = 0, []
    for seq, group in enumerate(find_groups(text), 1):
        leads, cooperating = read_group(group)
        allocations.append(Allocation(seq, leads, cooperating, True, covered_from))
        covered_from = _next_start(text, group.end)
    return tuple(allocations)


def read_group(group: Group) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Leading and cooperating units with the prefix of the place filled in.

    Labels decide; without labels the units before 牵头 lead; without either the first one does.
    """
    inside = without_explanation(group.inside)
    leads, cooperating = _labelled(inside) if _LABEL.search(inside) else _by_order(inside)
    full = list(_with_place([*leads, *cooperating]))
    return tuple(full[: len(leads)]), tuple(full[len(leads) :])


def _labelled(inside: str) -> tuple[list[str], list[str]]:
    leads: list[str] = []
    cooperating: list[str] = []
    pieces = _LABEL.split(inside)
    for label, units in zip(pieces[1::2], pieces[2::2], strict=True):
        (leads if label.startswith(_LEADING) else cooperating).extend(_named(units))
    return leads, cooperating


def _by_order(inside: str) -> tuple[list[str], list[str]]:
    found = _EACH_LEADS.search(inside)
    if found:
        return _named(inside[: found.start()]), _named(inside[found.end() :])
    units = _named(inside)
    return units[:1], units[1:]


def _named(text: str) -> list[str]:
    return [name for unit in split_units(text) if (name := _DUTY_WORDS.sub("", unit))]


def _with_place(units: Iterable[str]) -> Iterator[str]:
    """州教育局、公安局 means 州公安局: the place stands once and goes for the units after it."""
    place = ""
    for unit in units:
        if unit[0] in _PLACE and len(unit) > 2:
            place = unit[0]
        yield unit if not place or _OWN_PLACE.match(unit) else place + unit


def _next_start(text: str, end: int) -> int:
    while end < len(text) and text[end] in "。；; \n":
        end += 1
    return end
