"""Rows of the access log as a file for spreadsheets, in which no word can be a formula."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access.models import Access

MOST_ROWS = 50_000
# What a spreadsheet would take for the start of a formula. See OWASP, CSV Injection.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# So that Excel reads the file as UTF-8.
MARK = "\ufeff"


class _Echo:
    """A file that hands on what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(rows: QuerySet[Access, Any], *, words_of: Callable[[Access], str]) -> StreamingHttpResponse:
    """At most MOST_ROWS, streamed. Say so in the last line when there are more."""
    name = f"access-log-{timezone.localtime():%Y%m%d-%H%M}.csv"
    return StreamingHttpResponse(
        _lines(rows, words_of),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def plain(word: object) -> str:
    """The word as text that no spreadsheet computes."""
    text = str(word)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _lines(rows: QuerySet[Access, Any], words_of: Callable[[Access], str]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield MARK + writer.writerow(_heads())
    for place, row in enumerate(rows[: MOST_ROWS + 1].iterator(chunk_size=1000)):
        if place == MOST_ROWS:
            yield writer.writerow([_("There are more rows. Choose fewer, for example one day.")])
            return
        yield writer.writerow([plain(word) for word in _words(row, words_of)])


def _heads() -> list[str]:
    return [
        _("Number in the chain"), _("When"), _("Person"), _("Organisation"), _("Role"), _("What was done"),
        _("Kind of object"), _("Object"), _("Case"), _("Purpose"), _("Allowed"), _("In an emergency"), _("From where"),
    ]  # fmt: skip


def _words(row: Access, words_of: Callable[[Access], str]) -> list[object]:
    post = row.post
    yes, no = _("yes"), _("no")
    return [
        row.sequence or "", timezone.localtime(row.at).isoformat(timespec="seconds"), row.user or "",
        post.organisation if post else "", post.get_role_display() if post else "", words_of(row), row.object_type,
        row.object_id, row.matter or "", row.purpose, yes if row.allowed else no, yes if row.emergency else no,
        row.address,
    ]  # fmt: skip
