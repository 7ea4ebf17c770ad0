"""Fill the portal with an invented prefecture."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from forms.exchange.packs import BrokenPack
from workflows.demo import loading, signins


class Command(BaseCommand):
    help = "Load the demo prefecture 禾川市: places, organisations, people, forms, pages, reports. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=loading.SIZES, default="small")
        parser.add_argument("--yes-this-is-a-demo", action="store_true", help="allow it on production settings")

    def handle(self, *args: Any, yes_this_is_a_demo: bool, verbosity: int = 1, **options: Any) -> None:
        if os.environ["DJANGO_SETTINGS_MODULE"].endswith("production") and not yes_this_is_a_demo:
            raise CommandError(
                _("These are production settings. Demo people would be able to sign in. Add --yes-this-is-a-demo.")
            )
        try:
            loaded = loading.load()
        except BrokenPack as broken:
            raise CommandError("\n".join(broken.problems)) from None
        counts = {"people": loaded.people, "reports": loaded.reports}
        self.stdout.write(_("New in the demo: %(people)s people, %(reports)s reports.") % counts)
        if verbosity:
            self.stdout.write(loaded.sign_ins)
            self.stdout.write(_("Kept in %(file)s") % {"file": signins.file()})
