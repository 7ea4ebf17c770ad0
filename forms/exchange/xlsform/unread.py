"""Columns that nothing is made of. Each filled cell of one is listed; a column that XLSForm does not know, once."""

from django.utils.translation import gettext as _

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.outline import Element
from forms.exchange.xlsform.sheets import Column, Table

ALWAYS = {("type",), ("name",), ("bind", "relevant"), ("disabled",)}
TEXTS = {"label", "hint"}
ASKED = {
    ("bind", "required"),
    ("bind", "constraint"),
    ("bind", "calculate"),
    ("bind", "readonly"),
    ("default",),
    ("choice_filter",),
    ("control", "appearance"),
    ("control", "rows"),
    ("parameters",),
}
READ: dict[str, set[Column]] = {
    "question": ASKED,
    "choice": ASKED,
    "note": {("bind", "calculate"), ("bind", "readonly"), ("bind", "required")},
    "begin repeat": {("control", "jr:count")},
    # How a group is laid out: its questions always stand on one page.
    "begin group": set(),
    "metadata": ASKED,
}
# What the first part of a column of XLSForm can be.
XLSFORM = {
    "bind", "control", "media", "instance", "trigger", "query", "parameters", "guidance_hint", "default",
    "choice_filter", "sms_field", "actions", "intent", "entities", "body",
}  # fmt: skip
REQUIRED_MESSAGE = ("bind", "jr:requiredMsg")
CONSTRAINT_MESSAGE = ("bind", "jr:constraintMsg")
SAME_PAGE = {"field-list", "table-list"}


def say_unread(element: Element, findings: Findings) -> None:
    row = element.row
    for column, text in row.cells.items():
        if _is_read(column, element) or column[0] not in XLSFORM:
            continue
        if column == ("control", "appearance") and element.is_group and set(text.split()) <= SAME_PAGE:
            continue
        findings.dropped(row.at(*column), _sentence(column) % {"text": text[:120]})


def say_unknown_columns(survey: Table, findings: Findings) -> None:
    for column, title in survey.titles.items():
        known = column[0] in XLSFORM or column[0] in {*TEXTS, "type", "name", "disabled", "tonghu", ""}
        if not known and any(column in row.cells for row in survey.rows):
            message = _("XLSForm has no column “%(title)s”; it was left out.")
            findings.dropped(survey.head_place(title), message % {"title": title})


def _is_read(column: Column, element: Element) -> bool:
    if column in ALWAYS or column[0] in TEXTS or column[0] == "guidance_hint":
        return True
    if column[:2] == CONSTRAINT_MESSAGE and ("bind", "constraint") in element.row.cells:
        return True
    return column in READ.get(element.kind.role, set())


def _sentence(column: Column) -> str:
    if column[:2] == REQUIRED_MESSAGE:
        return _("The portal says in its own words that an answer is needed: “%(text)s” was left out.")
    if column[0] == "media":
        return _("Pictures and sounds beside questions are not shown here: “%(text)s” was left out.")
    if column[0] == "trigger":
        return _("Values are always computed afresh here: the trigger “%(text)s” was left out.")
    if column == ("control", "appearance"):
        return _("The look “%(text)s” has no equal here.")
    return _("This has no equal here: “%(text)s” was left out.")
