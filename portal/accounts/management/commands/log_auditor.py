"""`manage.py log_auditor`: who reads the whole access log is decided here, not by who administers the portal."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.access.models import AUDITOR
from portal.access.refusal import Refused
from portal.accounts import auditors
from portal.directory.models import Organisation, Post, User
from portal.directory.services import organisation_named


class Command(BaseCommand):
    help = "Appoint, dismiss or list the log auditors. Each appointment and dismissal stands in the access log."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        appoint = verbs.add_parser("appoint", help="give an account the post, and a new first password")
        appoint.set_defaults(act=self._appoint)
        appoint.add_argument("username")
        appoint.add_argument("--organisation", required=True, help="its full name")
        dismiss = verbs.add_parser("dismiss", help="end the post")
        dismiss.set_defaults(act=self._dismiss)
        dismiss.add_argument("username")
        verbs.add_parser("list", help="who it is today").set_defaults(act=self._list)

    def handle(self, *args: Any, act: Callable[..., None], **options: Any) -> None:
        act(**options)

    def _appoint(self, username: str, organisation: str, **_options: Any) -> None:
        try:
            password = auditors.appoint(_person(username), _organisation(organisation))
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from None
        self.stdout.write(_("%(who)s is a log auditor now. First password, shown only now:") % {"who": username})
        self.stdout.write(password)

    def _dismiss(self, username: str, **_options: Any) -> None:
        if not auditors.dismiss(_person(username)):
            raise CommandError(_("%(who)s is no log auditor.") % {"who": username})
        self.stdout.write(_("%(who)s is no log auditor any more.") % {"who": username})

    def _list(self, **_options: Any) -> None:
        for post in Post.objects.current().filter(role=AUDITOR).select_related("user", "organisation"):
            self.stdout.write(f"{post.user.username}  {post.organisation}  {post.starts_on}")


def _person(username: str) -> User:
    person: User | None = User.objects.filter(username=username).first()
    if person is None:
        raise CommandError(_("There is no account “%(who)s”.") % {"who": username})
    return person


def _organisation(name: str) -> Organisation:
    found = organisation_named(name)
    if found is None:
        raise CommandError(_("There is no organisation “%(name)s”.") % {"name": name})
    return found
