"""Check a form or a workflow written as YAML, without taking it in."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from forms.exchange.packs import BrokenPack
from workflows.definition_files import problems_of_file


class Command(BaseCommand):
    help = "Problems of a form or workflow as YAML, with their places; exit code 1 when there are any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            problems = problems_of_file(file)
        except BrokenPack as broken:
            problems = broken.problems
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(_("No problems."))
