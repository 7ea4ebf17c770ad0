"""The cast: named people with known posts in a small invented prefecture. Tests speak of them by name.

Two counties, each with a township and two villages, so that everybody has a double next door who must see nothing.
"""

from dataclasses import dataclass, field
from datetime import date

from portal.directory.models import Area, Duty, Organisation, Post, User

PREFECTURE = "990100000000"
EAST, WEST = "990121000000", "990122000000"
EAST_TOWN, WEST_TOWN = "990121101000", "990122101000"
EAST_VILLAGE, WEST_VILLAGE = "990121101201", "990122101201"

AREAS = {
    "990000000000": "云山省",
    PREFECTURE: "禾川市",
    EAST: "东溪县",
    EAST_TOWN: "柳湾镇",
    EAST_VILLAGE: "桃源村",
    "990121101202": "梨树村",
    WEST: "西岭县",
    WEST_TOWN: "石桥镇",
    WEST_VILLAGE: "枫林村",
    "990122101202": "竹溪村",
}

# name of the actor: function of the organisation, its area, role
ACTORS = {
    "east_police": ("police", EAST, "police_officer"),
    "east_police_leader": ("police", EAST, "police_leader"),
    "west_police": ("police", WEST, "police_officer"),
    "city_police": ("police", PREFECTURE, "police_leader"),
    "east_township": ("government", EAST_TOWN, "township_worker"),
    "west_township": ("government", WEST_TOWN, "township_worker"),
    "east_civil_affairs": ("civil_affairs", EAST, "civil_affairs_officer"),
    "west_civil_affairs": ("civil_affairs", WEST, "civil_affairs_officer"),
    "east_teacher": ("school", EAST_TOWN, "teacher"),
    "east_prosecutor": ("procuratorate", EAST, "prosecutor"),
    "form_administrator": ("portal_office", PREFECTURE, "form_administrator"),
}

DUTIES = {"police", "government", "civil_affairs", "procuratorate"}


# Long before whatever day a test takes for today.
FIRST_DAY = date(2026, 1, 1)


@dataclass
class Cast:
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            # Looked up afresh, as a request would: nothing chosen in one test stays for the next.
            return User.objects.get(pk=self.__dict__["people"][name].pk)
        except KeyError:
            raise AttributeError(name) from None

    def post(self, name: str) -> Post:
        return Post.objects.select_related("organisation", "user").get(user=self.people[name])


def assemble() -> Cast:
    Area.objects.bulk_create([Area(code=code, name=name, level=_level(code)) for code, name in AREAS.items()])
    cast = Cast()
    for name, (function, area, role) in ACTORS.items():
        organisation, _ = Organisation.objects.get_or_create(
            function=function, area_id=area, defaults={"name": f"{AREAS[area]} {function}"}
        )
        if function in DUTIES:
            Duty.objects.get_or_create(kind=function, area_id=area, defaults={"organisation": organisation})
        user = User.objects.create(username=name, name=name, is_active=True)
        Post.objects.create(user=user, organisation=organisation, role=role, starts_on=FIRST_DAY)
        cast.people[name] = user
    return cast


def _level(code: str) -> int:
    from portal.directory.codes import level_of

    return int(level_of(code))
