"""Writing places, organisations and people. What is there already, perhaps changed by hand, is left alone."""

from datetime import timedelta

from django.utils import timezone

from portal.directory.codes import level_of
from portal.directory.models import Absence, Area, Duty, Organisation, Post, User
from portal.staffing.services import name_substitute
from workflows.demo.organisations import ANSWERING, ORGANISATIONS
from workflows.demo.people import AWAY, PEOPLE, SECOND_POSTS, Person
from workflows.demo.places import AREAS


def ensure_places() -> None:
    Area.objects.bulk_create(
        [Area(code=code, name=name, level=level_of(code)) for code, name in AREAS.items()], ignore_conflicts=True
    )


def ensure_organisations() -> None:
    for name, function, area in ORGANISATIONS:
        values = {"function": function, "area_id": area}
        organisation, _made = Organisation.objects.get_or_create(name=name, defaults=values)
        if function in ANSWERING:
            Duty.objects.get_or_create(kind=function, area_id=area, defaults={"organisation": organisation})


def ensure_people() -> list[User]:
    """Returns those who are new; they cannot sign in yet."""
    new = [user for person in PEOPLE if (user := _new_person(person)) is not None]
    for username, organisation, role, title in SECOND_POSTS:
        _hold(User.objects.get(username=username), organisation, role, title)
    return new


def ensure_absences() -> None:
    """Somebody is away, and somebody else stands in: once, however often the demo is loaded."""
    today = timezone.localdate()
    for username, substitute in AWAY:
        post = Post.objects.filter(user__username=username).order_by("pk")[0]
        if not Absence.objects.filter(post=post).exists():
            other = Post.objects.filter(user__username=substitute).order_by("pk")[0]
            name_substitute(post, other, first=today, last=today + timedelta(days=6), by=post)


def _new_person(person: Person) -> User | None:
    user, made = User.objects.get_or_create(username=person.username, defaults={"name": person.name})
    if not made:
        return None
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _hold(user, person.organisation, person.role, person.title)
    return user


def _hold(user: User, organisation: str, role: str, title: str) -> None:
    where = Organisation.objects.get(name=organisation)
    Post.objects.get_or_create(user=user, organisation=where, role=role, defaults={"title": title})
