"""Take official holidays and make-up days over."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.calendar.importing import NoSuchYear, import_year, years_on_offer


class Command(BaseCommand):
    help = "Take over the official holidays and make-up days of a year, or of every year on offer. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="YEAR")

    def handle(self, *args: Any, years: list[int], **options: Any) -> None:
        for year in years or years_on_offer():
            try:
                days = import_year(year)
            except NoSuchYear:
                offered = years_on_offer()
                words = {"year": year, "first": offered[0], "last": offered[-1]}
                sentence = _(
                    "The installed chinesecalendar knows %(first)s to %(last)s, not %(year)s. Install a newer release, "
                    "or enter the days of the official notice in the admin under “Working time”."
                )
                raise CommandError(sentence % words) from None
            self.stdout.write(_("%(year)s: %(days)s days") % {"year": year, "days": days})
