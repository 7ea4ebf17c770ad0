"""Who is responsible for which sentences of a clause, as printed."""

from collections.abc import Iterator, Sequence

from content.policytext.document import Allocation
from content.policytext.groups import Group, find_groups
from content.policytext.members import read_members
from content.policytext.units import lacks_place, place_of


def allocate(text: str, place: str = "") -> tuple[Allocation, ...]:
    """The printed allocations of a clause. Each covers the sentences since the one before it.

    `place` (市, 州, 县) is put before units where a group names none.
    """
    covered_from, allocations = 0, []
    for seq, group in enumerate(find_groups(text), 1):
        leads, cooperating = read_group(group, place)
        allocations.append(Allocation(seq, leads, cooperating, True, covered_from))
        covered_from = _next_start(text, group.end)
    return tuple(allocations)


def read_group(group: Group, place: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Leading and cooperating units, each once, with the prefix of the place filled in."""
    members = read_members(group.inside) or []
    names = dict(zip(_with_place([member.name for member in members], place), members, strict=True))
    leads = tuple(name for name, member in names.items() if member.leads)
    return leads, tuple(name for name, member in names.items() if not member.leads)


def _with_place(units: Sequence[str], place: str) -> Iterator[str]:
    """州教育局、公安局 means 州公安局: the place stands once and goes for the units after it, and for those before."""
    place = next((found for unit in units if (found := place_of(unit))), place)
    for unit in units:
        place = place_of(unit) or place
        yield place + unit if place and lacks_place(unit) else unit


def _next_start(text: str, end: int) -> int:
    while end < len(text) and text[end] in "。；; \n":
        end += 1
    return end
