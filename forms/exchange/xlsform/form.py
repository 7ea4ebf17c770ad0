"""The settings sheet: what a form is called, and what our own export wrote there."""

import json
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.naming import KEY
from forms.exchange.xlsform.own import Own
from forms.exchange.xlsform.sheets import Book, Row
from forms.keys import key_from
from forms.schema import AuthorTest, Section

# As much as the editor takes.
LONGEST_TITLE = 120
READ = {"title", "id_string", "default_language", "tonghu", "clean_text_values", "allow_choice_duplicates", "name"}


def settings_row(book: Book) -> Row:
    rows = book["settings"].rows if "settings" in book else []
    return rows[0] if rows else Row("settings", 2)


def form_fields(book: Book, name: str, language: str, findings: Findings) -> dict[str, Any]:
    """Everything of a FormSchema but its steps. `name` is that of the file, `language` the one of plain texts."""
    row = settings_row(book)
    own = Own(row, findings)
    _say_unread(row, findings)
    return {
        "key": _key(row, name, findings),
        "title": (own.meant("form_title", row.get("title")) or {}).get("words")
        or {language: _title(row, name, findings)},
        **own.mapping("form"),
        "sections": _listed(own, "sections", Section),
        "tests": _tests(book, findings),
    }


def _title(row: Row, name: str, findings: Findings) -> str:
    title = " ".join((row.get("title") or row.get("id_string") or name).split())
    if len(title) > LONGEST_TITLE:
        findings.changed(row.at("title"), _("The title is too long; its end was left out."))
    return title[:LONGEST_TITLE]


def _key(row: Row, name: str, findings: Findings) -> str:
    wanted = row.get("id_string") or name
    if KEY.fullmatch(wanted):
        return wanted
    key = key_from(wanted, (), fallback="form")
    if row.get("id_string"):
        message = _("The name “%(name)s” became the key “%(key)s”.")
        findings.changed(row.at("id_string"), message % {"name": wanted, "key": key})
    return key


def _say_unread(row: Row, findings: Findings) -> None:
    for column, text in row.cells.items():
        if column[0] == "version":
            message = _("The portal counts versions itself: “%(text)s” was left out.")
            findings.dropped(row.at(*column), message % {"text": text[:120]})
        elif column[0] not in READ:
            findings.dropped(
                row.at(*column), _("This has no equal here: “%(text)s” was left out.") % {"text": text[:120]}
            )


def _listed(own: Own, name: str, kind: type[Section]) -> tuple[Section, ...]:
    found = own.mapping(name).get("all", [])
    return tuple(kind.model_validate(one) for one in found)


def _tests(book: Book, findings: Findings) -> tuple[AuthorTest, ...]:
    found = []
    for row in book["tonghu_tests"].rows if "tonghu_tests" in book else []:
        try:
            found.append(AuthorTest.model_validate(json.loads(row.get("test") or "null")))
        except (ValueError, RecursionError, ValidationError):
            findings.dropped(row.at("test"), _("This test is damaged; it was left out."))
    return tuple(found)
