"""Write what is published here as a pack."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from workflows.exporting import export


class Command(BaseCommand):
    help = "Write every published form and workflow as a pack of YAML files into a new or empty folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(_("%(folder)s is not empty. Name a new folder.") % {"folder": folder})
        for path in export(folder):
            self.stdout.write(str(path))
