"""Everybody of the table, twice: in the place where the child lives, and in another place."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from portal.directory.codes import level_of
from portal.directory.models import Area, Organisation, Post, User
from tests.adversary.matrix import PLACES, Person
from workflows.demo.places import CITY, EAST, PROVINCE, WEST

HOME, AWAY = PLACES
AREAS = {
    HOME: {
        "village": "990121101201",
        "township": "990121101000",
        "county": EAST,
        "city": CITY,
        "province": PROVINCE,
    },
    AWAY: {
        "village": "990122101201",
        "township": "990122101000",
        "county": WEST,
        "city": "990200000000",
        "province": "980000000000",
    },
}
NEW_AREAS = {"990200000000": "麦川市", "980000000000": "海山省"}
GROUPS = {
    "site_editor": "Editors",
    "form_administrator": "Form administrators",
    "system_administrator": "System administrators",
}
COLLEAGUE = "colleague"


@dataclass(frozen=True)
class Somebody:
    """One person of the cast. `user` is None for who has no account, `post` for who holds none."""

    who: str
    place: str
    user: User | None = None
    post: Post | None = None
    # Somebody else of the same organisation.
    colleague: Post | None = None


def assemble(people: tuple[Person, ...]) -> dict[tuple[str, str], Somebody]:
    Area.objects.bulk_create([Area(code=code, name=name, level=level_of(code)) for code, name in NEW_AREAS.items()])
    return {(person.who, place): _cast(person, place) for person in people for place in PLACES}


def _cast(person: Person, place: str) -> Somebody:
    if person.who == "superuser":
        return Somebody(person.who, place, user=User.objects.create_superuser(_name(person.who, place)))
    if not person.role:
        return Somebody(person.who, place)
    area = AREAS[place][person.works_at]
    office = _office(person.organisation, area)
    post = _post(_name(person.who, place), office, person.role)
    if person.who in GROUPS:
        post.user.groups.add(Group.objects.get(name=GROUPS[person.who]))
    name = f"{COLLEAGUE}_{person.organisation}_{area}"
    colleague = Post.objects.filter(user__username=name).first() or _post(name, office, "duty_reporter")
    return Somebody(person.who, place, post.user, post, colleague)


def _office(function: str, area: str) -> Organisation:
    found = Organisation.objects.filter(function=function, area_id=area).first()
    return found or Organisation.objects.create(name=f"{area} {function}", function=function, area_id=area)


def _post(name: str, office: Organisation, role: str) -> Post:
    user = User.objects.create(username=name, name=name)
    return Post.objects.create(user=user, organisation=office, role=role)


def _name(who: str, place: str) -> str:
    return f"{who} {'home' if place == HOME else 'away'}"
