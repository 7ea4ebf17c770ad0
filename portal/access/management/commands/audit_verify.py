"""Checks the access log: has any row been changed, put in between or taken away?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.access import chain
from portal.access.models import Access, LogEnd


class Command(BaseCommand):
    help = "Check every row of the access log; exit code 1 when it does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--known-end",
            default="",
            metavar="SEQUENCE:LINK",
            help="an end that this command or the portal's own log said once: the log must still contain it",
        )

    def handle(self, *args: Any, known_end: str, **options: Any) -> None:
        found = 0
        for fault in chain.faults(known_end=known_end):
            found += 1
            self.stderr.write(_said(fault))
        if found:
            raise CommandError(_("The access log does not hold; faults: %(found)d.") % {"found": found})
        counts = {"rows": Access.objects.count(), "waiting": Access.objects.unlinked().count()}
        self.stdout.write(_("%(rows)d rows checked, the log holds; %(waiting)d of them wait to be tied in.") % counts)
        self.stdout.write(_("It ends at %(end)s") % {"end": LogEnd.objects.first() or LogEnd()})


def _said(fault: chain.Fault) -> str:
    words = {"row": fault.row or "–", "sequence": fault.sequence or "–", "fault": fault.sentence}
    return _("Row %(row)s, number %(sequence)s in the chain: %(fault)s") % words
