"""Checks the hash chains of all cases: has anything that happened been changed, added or taken away?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from workflows.events import broken_links
from workflows.models import Case


class Command(BaseCommand):
    help = "Check the event log of every case; exit code 1 when a chain does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="*", help="numbers of cases; all when none is given")

    def handle(self, *args: Any, number: list[str], **options: Any) -> None:
        cases = Case.objects.order_by("pk")
        if number:
            cases = cases.filter(number__in=number)
            if missing := set(number) - set(cases.values_list("number", flat=True)):
                raise CommandError(_("There is no case %(number)s.") % {"number": ", ".join(sorted(missing))})
        checked, broken = 0, 0
        for case in cases.iterator(chunk_size=500):
            checked += 1
            if links := broken_links(case):
                broken += 1
                places = ", ".join(str(link) for link in links)
                self.stderr.write(
                    _("%(number)s: does not hold at event %(places)s") % {"number": case, "places": places}
                )
        if broken:
            raise CommandError(
                _("%(broken)d of %(checked)d cases do not hold.") % {"broken": broken, "checked": checked}
            )
        self.stdout.write(_("%(checked)d cases checked, every chain holds.") % {"checked": checked})
