"""The rows of an option list in a workbook or a CSV file."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from forms.builder import choices_of
from forms.building import writing
from forms.keys import key_from
from forms.models import OptionList
from forms.schema import Choice
from portal.directory.importing.tables import Column, Outcome, Row, Table, Verdict, WrongValue, day
from portal.directory.importing.workbook import MOST_BYTES, MOST_ROWS, Cell, Line, NotAWorkbook, Sheet, read
from portal.directory.models import User
from portal.words import both


def option_key(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", text):
        raise WrongValue(_("A key of a choice has letters, digits, dots, _ and -."))
    return text


def attributes(text: str) -> dict[str, str]:
    """`county=330106; level=2`."""
    pairs = [pair.strip().partition("=") for pair in text.replace("；", ";").split(";") if pair.strip()]
    if not all(re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name.strip()) and value.strip() for name, _sign, value in pairs):
        raise WrongValue(_("Write name=value, with ; between; a name has small letters, digits and _."))
    return {name.strip(): value.strip() for name, _sign, value in pairs}


def area_codes(text: str) -> tuple[str, ...]:
    codes = tuple(re.split(r"[\s,，、;；]+", text.strip()))
    if not all(code.isascii() and code.isdecimal() and 2 <= len(code) <= 12 for code in codes):
        raise WrongValue(_("Area codes have 2 to 12 digits, with spaces between."))
    return codes


class OptionTable(Table):
    """An option is known by its key, one without a key by its label. What is not in the file stays as it is."""

    titles = both("选项", "Options")
    columns = (
        Column("key", both("标识", "Key"), option_key, most=60, example="kaijiang"),
        Column("label", both("选项名称", "Option"), needed=True, most=200, example="开江镇"),
        Column("label_en", both("英文名称", "In English"), most=200, example="Kaijiang"),
        Column("attributes", both("属性", "Attributes"), attributes, most=500, example="county=330106; level=2"),
        Column("since", both("启用日期", "On offer from"), day, example="2026-01-01"),
        Column("until", both("停用日期", "On offer until"), day, example="2026-12-31"),
        Column("areas", both("适用地区", "Only in these areas"), area_codes, most=500, example="330106 330108"),
    )

    def __init__(self, options: OptionList, by: User) -> None:
        self.options, self.by = options, by

    def look_up(self, rows: Sequence[Row]) -> None:
        self.known = {choice.key: choice for choice in choices_of(self.options)}
        self.by_label = {choice.label["zh-hans"]: choice.key for choice in self.known.values()}
        self.first: dict[str, int] = {}

    def judge(self, row: Row) -> Verdict:
        choice = self._choice(row)
        if (first := self.first.setdefault(choice.key, row.number)) != row.number:
            row.fault("label", _("is in row %(row)d already") % {"row": first})
        if choice.since and choice.until and choice.until < choice.since:
            row.fault("until", _("is before the first day"))
        name = choice.label["zh-hans"]
        if row.faults:
            return Verdict(row, Outcome.WRONG, name)
        before = self.known.get(choice.key)
        if before is None:
            return Verdict(row, Outcome.NEW, name, found=choice)
        changes = [change for column in self.columns if (change := _change(column, before, choice))]
        return Verdict(row, Outcome.CHANGED if changes else Outcome.SAME, name, changes, choice)

    def _choice(self, row: Row) -> Choice:
        said = row.values
        key = said.get("key") or self.by_label.get(said["label"])
        if not key:
            key = key_from(said["label"], [*self.known, *self.first], fallback="option")
        return Choice(
            key=key,
            label=both(said["label"], said.get("label_en")),
            attributes=said.get("attributes") or {},
            since=said.get("since") or None,
            until=said.get("until") or None,
            areas=said.get("areas") or (),
        )

    def write(self, verdicts: Sequence[Verdict]) -> None:
        """Known ones keep their place, new ones come after them; the history has one entry for the file."""
        taken = {**self.known, **{verdict.found.key: verdict.found for verdict in verdicts}}
        column: Any = OptionList._meta.get_field("options")
        self.options.options = column.to_python(writing.options(taken.values()))
        self.options.save()
        self.options.save_revision(user=self.by, log_action=True)


def _change(column: Column, before: Choice, after: Choice) -> tuple[str, str, str] | None:
    old, new = (_said(column.key, choice) for choice in (before, after))
    return (column.title, old, new) if old != new else None


def _said(key: str, choice: Choice) -> str:
    if key in ("label", "label_en"):
        return choice.label.get("en" if key == "label_en" else "zh-hans", "")
    value = getattr(choice, key)
    if isinstance(value, dict):
        return "; ".join(f"{name}={text}" for name, text in value.items())
    if isinstance(value, tuple):
        return " ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def sheets_of(file: "UploadedFile[Any]") -> list[Sheet]:
    """Of a workbook, or of a CSV file in UTF-8 or GB 18030. Raises NotAWorkbook."""
    if not str(file.name).lower().endswith(".csv"):
        return read(file)
    if (file.size or 0) > MOST_BYTES:
        raise NotAWorkbook(_("The file is larger than 5 MB. Split it, and leave out pictures."))
    return [Sheet("csv", list(_lines(_text(file.read()))))]


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAWorkbook(_("This file is no text. Save it as CSV in UTF-8."))


def _lines(text: str) -> list[Line]:
    try:
        rows = list(csv.reader(StringIO(text, newline="")))
    except csv.Error:
        raise NotAWorkbook(_("This CSV file is damaged. Open it in a spreadsheet program and save it again.")) from None
    if len(rows) > MOST_ROWS + 10:
        raise NotAWorkbook(_("A sheet has more than 10,000 rows. Split it into several files."))
    width = max(map(len, rows), default=0)
    return [
        Line(number, [_cell(number, place, row[place] if place < len(row) else "") for place in range(width)])
        for number, row in enumerate(rows, start=1)
        if any(cell.strip() for cell in row)
    ]


def _cell(row: int, place: int, text: str) -> Cell:
    clean = "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip()
    return Cell(f"{chr(ord('A') + place) if place < 26 else '?'}{row}", clean)
