"""Log auditors, appointed and dismissed by whoever runs the server: see docs/decisions/0017."""

import getpass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.models import AUDITOR
from portal.access.refusal import Refused
from portal.access.services import record_by_portal
from portal.accounts import second_factor, sessions
from portal.directory.models import Organisation, Post, User
from portal.directory.roles import ADMINISTRATOR_ROLES, fits
from portal.staffing.sheets import first_password


def is_auditor(person: User) -> bool:
    return Post.objects.current().filter(user=person, role=AUDITOR).exists()


@transaction.atomic
def appoint(person: User, organisation: Organisation) -> str:
    """Give the post, and a first password that nobody else knows; devices and second factor are forgotten.

    Raises Refused for who administers anything, and for an organisation that has no such post.
    """
    if not fits(AUDITOR, organisation.function):
        raise Refused("misfit", _("There is no log auditor in an organisation of this kind."))
    if _administers(person):
        raise Refused("administrator", _("This person administers the portal. Appoint somebody who does not."))
    if is_auditor(person):
        raise Refused("appointed", _("This person is a log auditor already."))
    post = Post.objects.create(user=person, organisation=organisation, role=AUDITOR)
    password = first_password()
    person.set_password(password)
    person.is_active = True
    person.save(update_fields=["password", "is_active"])
    second_factor.forget(person)
    sessions.end_all(person)
    record_by_portal(post, action="appoint_auditor", purpose=_by_whom())
    return password


@transaction.atomic
def dismiss(person: User) -> int:
    """End the post as of yesterday. Returns how many there were."""
    posts = list(Post.objects.current().filter(user=person, role=AUDITOR))
    yesterday = timezone.localdate() - timedelta(days=1)
    for post in posts:
        post.starts_on, post.ends_on = min(post.starts_on, yesterday), yesterday
        post.save(update_fields=["starts_on", "ends_on"])
        record_by_portal(post, action="dismiss_auditor", purpose=_by_whom())
    if posts:
        sessions.end_all(person)
    return len(posts)


def _administers(person: User) -> bool:
    posts = Post.objects.current().filter(user=person, role__in=ADMINISTRATOR_ROLES)
    return person.is_superuser or person.has_perm("wagtailadmin.access_admin") or posts.exists()


def _by_whom() -> str:
    """The account of the operating system; a name nobody has when there is none, as in some containers."""
    try:
        return f"manage.py log_auditor, run by {getpass.getuser()}"
    except (KeyError, OSError):
        return "manage.py log_auditor"
