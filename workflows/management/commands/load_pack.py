"""Take in a pack of forms and workflows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from forms.exchange.packs import BrokenPack
from portal.access.refusal import Refused
from workflows import packing


class Command(BaseCommand):
    help = "Load a pack: forms and workflows as YAML. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", help="name of a shipped pack, or a folder with a pack.yaml")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")

    def handle(self, *args: Any, pack: str, dry_run: bool, **options: Any) -> None:
        try:
            found = packing.read(packing.find(pack))
            changes = packing.compare(found) if dry_run else packing.apply(found)
        except BrokenPack as broken:
            raise CommandError(
                "\n".join([_("The pack was not loaded; nothing was changed."), *broken.problems])
            ) from None
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from None
        for change in changes:
            self.stdout.write(str(change))
        self.stdout.write(_closing(changes, dry_run))


def _closing(changes: list[packing.Change], dry_run: bool) -> str:
    if not changes:
        return _("Nothing to change.")
    return _("Nothing was changed: this was a dry run.") if dry_run else _("Loaded and published.")
