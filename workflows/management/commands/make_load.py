"""Many invented cases, to measure how the portal bears them."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from workflows.load.making import RealData, make

TELL_EVERY = 5


class Command(BaseCommand):
    help = "Make invented cases with all that belongs to them, for load tests. Goes on where an earlier run stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=1000, help="how many there are to be in the end")
        parser.add_argument("--first", type=int, default=0, help="from which on, when several runs share the work")
        parser.add_argument("--beside-real-data", action="store_true", help="allow it in a database with real places")

    def handle(self, *args: Any, cases: int, first: int, beside_real_data: bool, **options: Any) -> None:
        began = told = monotonic()
        try:
            for made in make(cases, first=first, beside_real_data=beside_real_data):
                if monotonic() - told >= TELL_EVERY:
                    told = monotonic()
                    self.stdout.write(_("%(made)d of %(cases)d cases") % {"made": made, "cases": cases})
        except RealData as refusal:
            raise CommandError(f"{refusal.sentence} " + _("Add --beside-real-data if you are sure.")) from None
        words = {"cases": cases, "seconds": round(monotonic() - began)}
        self.stdout.write(_("%(cases)d cases are there, after %(seconds)d seconds.") % words)
