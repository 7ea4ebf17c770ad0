"""`manage.py master_keys`: which versions there are, and whether one can be retired."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.privacy import rotation
from portal.privacy.rotation import Standing


class Command(BaseCommand):
    help = "List the versions of the master key, or ask whether one of them can be taken away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retire", metavar="VERSION", help="fails with the number of data keys that still need it")

    def handle(self, *args: Any, **options: Any) -> None:
        standings = rotation.standings()
        if options["retire"]:
            self.stdout.write(_retirement(standings, options["retire"]))
            return
        for standing in standings:
            self.stdout.write(_line(standing))


def _line(standing: Standing) -> str:
    notes = ["given here" if standing.is_given else "MISSING here", "wraps new keys" * standing.is_current]
    return f"version {standing.version}: {standing.keys} data keys, {', '.join(note for note in notes if note)}"


def _retirement(standings: list[Standing], version: str) -> str:
    found = next((standing for standing in standings if standing.version == version), None)
    if found is None:
        raise CommandError(f"There is no master key version {version}.")
    if found.is_current:
        raise CommandError(f"Version {version} wraps what is new. Add a newer version first, then run rotate_keys.")
    if found.keys:
        raise CommandError(f"Version {version} still wraps {found.keys} data keys. Run rotate_keys first.")
    return (
        f"No data key needs version {version}. Take it out of MASTER_KEYS or MASTER_KEYS_FILE on every machine;"
        " backups made before the rotation still need it, and without it nobody can read them."
    )
