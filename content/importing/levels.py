"""At which level an organ stands, told by its name and the places of the portal; empty where that tells nothing."""

import re

from content.models import Level
from portal.directory import codes
from portal.directory.models import Area

LEVELS = {
    codes.Level.PROVINCE: Level.PROVINCE,
    codes.Level.PREFECTURE: Level.PREFECTURE,
    codes.Level.COUNTY: Level.COUNTY,
    codes.Level.TOWNSHIP: Level.TOWNSHIP,
}
LONGEST_NAME = 12
_NATIONAL = re.compile(
    r"国务院|中共中央|全国人民代表大会|最高人民|国家[^省市县区州盟旗]+$|(?:教育|民政|公安|司法|财政|人力资源和?社会保障)部"
)


def level_of(issuer: str) -> Level | str:
    """A city may be a province, a prefecture or a county: only the list of places knows."""
    beginnings = [issuer[:length] for length in range(2, min(len(issuer), LONGEST_NAME) + 1)]
    levels = set(Area.objects.current().filter(name__in=beginnings).values_list("level", flat=True))
    if levels:
        return LEVELS.get(codes.Level(min(levels)), "")
    return Level.NATIONAL if _NATIONAL.match(issuer) else ""
