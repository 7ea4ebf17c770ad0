"""The lists of the choices sheet as options."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.languages import Languages
from forms.exchange.xlsform.naming import KEY
from forms.exchange.xlsform.references import as_meant
from forms.exchange.xlsform.sheets import Book, Column, Row
from forms.keys import key_from
from forms.schema import Choice

CHOICE_KEY = re.compile(r"[A-Za-z0-9_.-]{1,60}", re.ASCII)
OTHER = Choice(key="other", label={"zh-hans": "其他", "en": "Other"})
NOT_ATTRIBUTES = {
    "list name",
    "name",
    "label",
    "media",
    "tonghu_since",
    "tonghu_until",
    "tonghu_areas",
    "sms_option",
    "",
}


@dataclass(frozen=True)
class Options:
    choices: tuple[Choice, ...]
    # Names that had to become other keys.
    renamed: Mapping[str, str]


class Lists:
    def __init__(self, book: Book, languages: Languages, findings: Findings) -> None:
        self.languages, self.findings = languages, findings
        self.attributes: dict[str, str] = {}
        self.rows: dict[str, list[Row]] = {}
        self.made: dict[str, Options] = {}
        if "choices" in book:
            self._name_attributes(book)
            for row in book["choices"].rows:
                self.rows.setdefault(row.get("list name"), []).append(row)

    def _name_attributes(self, book: Book) -> None:
        table = book["choices"]
        for column, title in table.titles.items():
            if len(column) != 1 or column[0] in NOT_ATTRIBUTES:
                continue
            fits = KEY.fullmatch(column[0]) and column[0] not in self.attributes.values()
            key = column[0] if fits else key_from(column[0], self.attributes.values(), fallback="attribute")
            self.attributes[column[0]] = key
            if not fits:
                message = _("The column “%(title)s” became the attribute “%(key)s”, in all filters too.")
                self.findings.changed(table.head_place(title), message % {"title": title, "key": key})

    def __contains__(self, list_name: str) -> bool:
        return list_name in self.rows

    def options(self, list_name: str) -> Options:
        if list_name not in self.made:
            self.made[list_name] = self._options(self.rows.get(list_name, []))
        return self.made[list_name]

    def _options(self, rows: list[Row]) -> Options:
        choices: list[Choice] = []
        renamed: dict[str, str] = {}
        taken: set[str] = set()
        valid = {row.get("name") for row in rows if CHOICE_KEY.fullmatch(row.get("name"))}
        for row in (row for row in rows if row.get("name")):
            key = self._key(row, taken, valid)
            if key != row.get("name"):
                renamed.setdefault(row.get("name"), key)
            taken.add(key)
            choices.append(self._choice(row, key))
        return Options(tuple(choices), renamed)

    def _key(self, row: Row, taken: set[str], valid: set[str]) -> str:
        name = row.get("name")
        if CHOICE_KEY.fullmatch(name) and name not in taken:
            return name
        key = key_from(name, taken | valid, fallback="choice")
        message = _("The option “%(name)s” became the key “%(key)s”.")
        self.findings.changed(row.at("name"), message % {"name": name, "key": key})
        return key

    def _choice(self, row: Row, key: str) -> Choice:
        for column in row.cells:
            if column[0] == "media":
                self.findings.dropped(row.at(*column), _("Pictures and sounds of options are not shown here."))
        return Choice(
            key=key,
            label=as_meant(self.languages.words(row, "label")) or {"zh-hans": row.get("name")},
            attributes={ours: row.get(title) for title, ours in self.attributes.items() if row.get(title)},
            since=self._day(row, ("tonghu_since",)),
            until=self._day(row, ("tonghu_until",)),
            areas=tuple(row.get("tonghu_areas").split()),
        )

    def _day(self, row: Row, column: Column) -> date | None:
        try:
            return date.fromisoformat(row.get(*column)) if row.get(*column) else None
        except ValueError:
            self.findings.dropped(row.at(*column), _("This is no day like 2026-11-21."))
            return None
