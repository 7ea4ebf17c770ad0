"""At which level an organ stands, told by its name and the places of the portal; empty where that tells nothing."""

import re

from content.models import Level
from portal.directory import codes
from portal.directory.services import place_named_in

LEVELS = {
    codes.Level.PROVINCE: Level.PROVINCE,
    codes.Level.PREFECTURE: Level.PREFECTURE,
    codes.Level.COUNTY: Level.COUNTY,
    codes.Level.TOWNSHIP: Level.TOWNSHIP,
}
_NATIONAL = re.compile(
    r"国务院|中共中央|全国人民代表大会|最高人民|国家[^省市县区州盟旗]+$|(?:教育|民政|公安|司法|财政|人力资源和?社会保障)部"
)


def level_of(issuer: str) -> Level | str:
    if place := place_named_in(issuer):
        return LEVELS.get(codes.Level(place.level), "")
    return Level.NATIONAL if _NATIONAL.match(issuer) else ""
