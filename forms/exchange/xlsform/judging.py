"""pyxform looks at the whole workbook: what it refuses, no program that reads XLSForm would take."""

import logging
import re
from typing import Any

from django.utils.translation import gettext as _
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from forms.exchange.xlsform.findings import Findings, Place
from forms.exchange.xlsform.sheets import Book

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings)'")

logger = logging.getLogger(__name__)


def judge(book: Book, findings: Findings) -> None:
    """Adds an error when pyxform refuses. ODK Validate, which needs Java, is not asked."""
    try:
        convert(_as_pyxform_wants_it(book), form_name="data")
    except PyXFormError as refused:
        findings.error(*_said(book, str(refused)))
    except Exception as broken:  # what odd rows make pyxform stumble over is as different as they are
        logger.info("pyxform failed with %s", type(broken).__name__)
        findings.error(Place(), _("pyxform, which checks XLSForms, cannot make sense of this workbook."))


def _as_pyxform_wants_it(book: Book) -> dict[str, Any]:
    asked: dict[str, Any] = {"sheet_names": list(book)}
    for name in ("survey", "choices", "settings"):
        if name in book:
            asked[name] = book[name].plain
            asked[f"{name}_header"] = [{title: None for title in book[name].titles.values() if title}]
    return asked


def _said(book: Book, sentence: str) -> tuple[Place, str]:
    row, sheet = _ROW.search(sentence), _SHEET.search(sentence)
    name = sheet[1] if sheet else "survey" if row else ""
    # The heading need not stand in the first row.
    number = int(row[1]) + book[name].head - 1 if row and name in book else None
    plain = " ".join(_ROW.sub("", sentence).split())
    return Place(name, number), _("pyxform refuses it: %(sentence)s") % {"sentence": plain}
