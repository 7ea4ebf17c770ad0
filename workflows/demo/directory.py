"""Writing places, organisations and people. What is there already, perhaps changed by hand, is left alone."""

from portal.directory.codes import level_of
from portal.directory.models import Area, Duty, Organisation, Post, User
from workflows.demo.organisations import ANSWERING, ORGANISATIONS
from workflows.demo.people import PEOPLE, Person
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
    return [user for person in PEOPLE if (user := _new_person(person)) is not None]


def _new_person(person: Person) -> User | None:
    user, made = User.objects.get_or_create(username=person.username, defaults={"name": person.name})
    if not made:
        return None
    user.set_unusable_password()
    user.save(update_fields=["password"])
    organisation = Organisation.objects.get(name=person.organisation)
    Post.objects.create(user=user, organisation=organisation, role=person.role, title=person.title)
    return user
