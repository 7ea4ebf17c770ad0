"""First passwords: made here, shown once on a sheet to print, changed by their owners at the first sign-in."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from portal.directory.models import Post, User

# Nothing that is read for something else: no 0 and O, no 1, l and I.
SMALL, CAPITALS, DIGITS = "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
GROUPS, OF = 4, 4


@dataclass(frozen=True)
class Slip:
    """What one person is handed on paper."""

    person: User
    organisation: str
    password: str


def without_password() -> list[User]:
    """People with a post who cannot sign in yet: nobody has given them a password, and none was ever theirs."""
    holders = Post.objects.current().values("user")
    people = User.objects.filter(pk__in=holders, is_active=True, last_login=None, is_superuser=False)
    people = people.order_by("name", "username")
    return [person for person in people if not person.has_usable_password()]


@transaction.atomic
def make_slips(people: Iterable[User]) -> list[Slip]:
    """Give each a password that must be changed at the first sign-in. Kept nowhere in clear; who has one keeps it."""
    wanted = [person.pk for person in people]
    fresh = User.objects.select_for_update().filter(pk__in=wanted).order_by("name", "username")
    return [_slip(person) for person in fresh if not person.has_usable_password()]


def _slip(person: User) -> Slip:
    password = first_password()
    person.set_password(password)
    person.save(update_fields=["password"])
    post = person.acting_post
    return Slip(person, str(post.organisation) if post else "", password)


def first_password() -> str:
    """Some 80 random bits in groups that can be read aloud, with all that the rules ask for."""
    groups = ["".join(secrets.choice(SMALL + DIGITS) for _place in range(OF)) for _group in range(GROUPS - 1)]
    last = secrets.choice(CAPITALS) + secrets.choice(DIGITS) + secrets.choice(SMALL) + secrets.choice(DIGITS)
    return "-".join([*groups, last])
