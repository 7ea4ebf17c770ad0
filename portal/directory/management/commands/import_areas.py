"""Take in a national list of area codes."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.importing import area_list
from portal.directory.importing.area_list import AreaList, Row, UnreadableList
from portal.directory.importing.areas import Comparison, Finding, Kind, end

PROGRESS_EVERY = 20_000


class Command(BaseCommand):
    help = (
        "Compare a list of area codes and names (CSV) with the areas of the portal, and write what is new or renamed. "
        "A second run changes nothing. Areas missing from the list are named, and end only with --end-missing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="two columns: code (2, 4, 6, 9 or 12 digits), name")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        parser.add_argument(
            "--end-missing", type=date.fromisoformat, metavar="YYYY-MM-DD",
            help="areas missing from the list were there up to this day",
        )  # fmt: skip

    def handle(self, *args: Any, file: Path, dry_run: bool, end_missing: date | None, **options: Any) -> None:
        self.verbose = options["verbosity"] > 0
        self.counted: Counter[Kind] = Counter()
        comparison = Comparison(today=timezone.localdate(), write=not dry_run)
        self._take(comparison, file)
        missing = [finding.code for finding in self._said(comparison.missing())]
        if end_missing and not dry_run:
            end(missing, last_day=end_missing)
        self._close(dry_run)

    def _take(self, comparison: Comparison, file: Path) -> None:
        try:
            with area_list.opened(file) as listed:
                for _finding in self._said(comparison.take(self._watched(listed))):
                    pass
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": error.strerror}) from None
        except UnreadableList as unreadable:
            raise CommandError(str(unreadable.sentence)) from None
        for _finding in self._said(comparison.lost()):
            pass

    def _said(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The same findings, each printed and counted on its way."""
        for finding in findings:
            self.counted[finding.kind] += 1
            if self.verbose:
                self.stdout.write(str(finding))
            yield finding

    def _watched(self, listed: AreaList) -> Iterator[Row]:
        """The same rows, with a word now and then about how far they are."""
        ending = "\r" if sys.stderr.isatty() else "\n"
        for number, row in enumerate(listed.rows(), start=1):
            yield row
            if number % PROGRESS_EVERY == 0:
                words = {"rows": number, "percent": round(listed.part() * 100)}
                self.stderr.write(_("%(rows)d rows read, %(percent)d%%") % words, ending=ending)

    def _close(self, dry_run: bool) -> None:
        counted = {kind.value: self.counted[kind] for kind in Kind}
        self.stdout.write(
            _(
                "New %(new)d, renamed %(renamed)d, there again %(again)d, left as they are %(left)d, "
                "not in the list %(missing)d, without surroundings %(lost)d, wrong %(wrong)d."
            )
            % counted
        )
        if dry_run:
            self.stdout.write(_("Nothing was changed: this was a dry run."))
        if self.counted[Kind.WRONG]:
            raise CommandError(_("Some lines were not understood; all others were taken."))
