"""The organisations and posts of the load's places. Nobody of them can sign in: their accounts have no password."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from portal.directory.codes import Level, level_of
from portal.directory.models import Area, Duty, Organisation, Post, User
from workflows.demo.directory import ensure_organisations, ensure_places
from workflows.demo.places import CITY
from workflows.load import places

# What there is at each level: function, what its name ends in, and the roles of its people.
OFFICES: dict[Level, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    Level.PREFECTURE: (("civil_affairs", "民政局", ("city_officer",)),),
    Level.COUNTY: (
        ("police", "公安局", ("police_leader", *["police_officer"] * 5)),
        ("civil_affairs", "民政局", ("civil_affairs_leader", "civil_affairs_officer")),
        ("education", "教育局", ("education_officer",)),
        ("health", "卫生健康局", ("health_worker",)),
    ),
    Level.TOWNSHIP: (("government", "人民政府", ("township_worker",)),),
    Level.VILLAGE: (("village_committee", "村民委员会", ("village_director",)),),
}


@dataclass
class Ground:
    """Who answers where: organisations and the posts in them, by function and area code."""

    organisations: dict[tuple[str, str], int] = field(default_factory=dict)
    posts: dict[tuple[str, str], list[int]] = field(default_factory=dict)


def prepare() -> Ground:
    """Places, organisations and people, made where they are missing."""
    ensure_places()
    ensure_organisations()
    names = places.names()
    Area.objects.bulk_create(
        [Area(code=code, name=name, level=level_of(code)) for code, name in names.items()], ignore_conflicts=True
    )
    ground = Ground()
    _ensure_offices(names, ground)
    _ensure_posts(ground)
    return ground


def username(role: str, area_code: str, number: int = 0) -> str:
    """Whom to sign in as, to see what such a person sees."""
    return f"load-{role}-{area_code}-{number}"


def _ensure_offices(names: dict[str, str], ground: Ground) -> None:
    wanted = [(function, code, f"{_spoken(code, names)}{ending}") for code, function, ending in _offices(names)]
    made = [Organisation(name=name, function=function, area_id=code) for function, code, name in wanted]
    Organisation.objects.bulk_create(made, ignore_conflicts=True)
    known = dict(Organisation.objects.values_list("name", "pk"))
    ground.organisations = {(function, code): known[name] for function, code, name in wanted}
    ground.organisations["civil_affairs", CITY] = Organisation.objects.get(function="civil_affairs", area_id=CITY).pk
    duties = [Duty(kind=kind, area_id=code, organisation_id=pk) for (kind, code), pk in ground.organisations.items()]
    Duty.objects.bulk_create(duties, ignore_conflicts=True)


def _offices(codes: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    return ((code, function, ending) for code in codes for function, ending, _roles in OFFICES[level_of(code)])


def _spoken(code: str, names: dict[str, str]) -> str:
    """A name that is there once: villages of one name lie in several towns."""
    return names[code] if level_of(code) != Level.VILLAGE else names[code].removesuffix("村")


def _ensure_posts(ground: Ground) -> None:
    wanted: dict[str, tuple[str, str, str]] = {}
    for function, code in ground.organisations:
        roles = next(roles for kind, _ending, roles in OFFICES[level_of(code)] if kind == function)
        wanted |= {username(role, code, number): (function, code, role) for number, role in enumerate(roles)}
    nobody = make_password(None)
    users = [User(username=name, name="演练", password=nobody) for name in wanted]
    User.objects.bulk_create(users, ignore_conflicts=True)
    _give_posts(wanted, ground)


def _give_posts(wanted: dict[str, tuple[str, str, str]], ground: Ground) -> None:
    users = dict(User.objects.filter(username__startswith="load-").values_list("username", "pk"))
    held = set(Post.objects.filter(user__username__startswith="load-").values_list("user_id", flat=True))
    Post.objects.bulk_create(
        Post(user_id=users[name], organisation_id=ground.organisations[function, code], role=role)
        for name, (function, code, role) in wanted.items()
        if users[name] not in held
    )
    posts = dict(Post.objects.filter(user__username__startswith="load-").values_list("user__username", "pk"))
    for name, (function, code, _role) in wanted.items():
        ground.posts.setdefault((function, code), []).append(posts[name])
