"""Takes policy documents in: `manage.py import_policy PATH… [--publish] [--json]`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from content.importing.documents import read_document
from content.importing.files import read_file
from content.importing.pages import import_document
from content.importing.unreadable import Unreadable
from content.policytext.document import Document


class Command(BaseCommand):
    help = "Reads government documents (text, HTML, Word, PDF), makes a page of each. One that fails stops no other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--publish", action="store_true", help="publish the pages at once")
        parser.add_argument(
            "--json", action="store_true", help="print what was recognised, one JSON object for each file"
        )

    def handle(self, *args: Any, paths: list[Path], publish: bool, **options: Any) -> None:
        failed = sum(not self._take(path, publish=publish, as_json=options["json"]) for path in paths)
        if failed:
            raise CommandError(
                _("%(failed)d of %(all)d files could not be taken in.") % {"failed": failed, "all": len(paths)}
            )

    def _take(self, path: Path, *, publish: bool, as_json: bool) -> bool:
        try:
            document = read_document(read_file(path), source=path.name)
        except Unreadable as problem:
            self.stderr.write(f"{path.name}: {problem}")
            return False
        if as_json:
            self.stdout.write(json.dumps(document.as_json(), ensure_ascii=False))
        if publish or not as_json:
            self._make_page(document, publish=publish, quiet=as_json)
        return True

    def _make_page(self, document: Document, *, publish: bool, quiet: bool) -> None:
        imported = import_document(document, publish=publish)
        if quiet:
            return
        done = _("created") if imported.created else _("updated")
        state = _("published") if imported.published else _("draft")
        name = document.document_number or document.title
        self.stdout.write(f"{document.source}: {name} · {done}, {state}")
        for warning in document.warnings:
            self.stdout.write(f"  {warning}")
