"""Names of places for lists: one query for all of them."""

from collections.abc import Iterable

from portal.directory import codes
from portal.directory.models import Area


def place_names(area_codes: Iterable[str]) -> dict[str, str]:
    """County, township and village by code; a code the portal does not know is left out."""
    wanted = {code for code in area_codes if codes.is_code(code)}
    above = {upper for code in wanted for upper in codes.lineage(code)}
    areas = Area.objects.filter(code__in=above, level__gte=codes.Level.PREFECTURE)
    names = dict(areas.values_list("code", "name"))
    return {code: _joined(code, names) for code in wanted if code in names}


def place_name(area_code: str) -> str:
    return place_names([area_code]).get(area_code, "")


def _joined(code: str, names: dict[str, str]) -> str:
    """Without the prefecture, unless that is all there is: everybody here knows it."""
    levels = [names[upper] for upper in reversed(codes.lineage(code)) if upper in names]
    return "".join(levels[1:] or levels)
