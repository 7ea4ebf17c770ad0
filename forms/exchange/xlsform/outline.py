"""The rows of the survey sheet as a tree: groups and repeats with what stands between their begin and end."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from pyxform import aliases

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.kinds import Kind, kind_of
from forms.exchange.xlsform.sheets import Row, Table

DEEPEST = 12


@dataclass(eq=False)
class Element:
    """A question, a note, a group or a repeat. `key` and `table` are filled in when the names are settled."""

    row: Row
    kind: Kind
    name: str
    children: list["Element"] = field(default_factory=list)
    key: str = ""
    # Key of the table whose column it is.
    table: str = ""
    # What it is called when the row does not say.
    label: dict[str, str] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        return self.kind.role == "begin group"

    @property
    def is_repeat(self) -> bool:
        return self.kind.role == "begin repeat"

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()


def outline(survey: Table, findings: Findings) -> list[Element]:
    """Rows that make no sense are errors, each with its row."""
    return _Outline(findings).of(survey)


class _Outline:
    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.top: list[Element] = []
        self.open: list[Element] = []

    def of(self, survey: Table) -> list[Element]:
        if ("type",) not in survey.titles:
            self.findings.error(survey.head_place(), _("The sheet “survey” has no column “type”."))
            return []
        for row in survey.rows:
            self.take(row)
        for left in self.open:
            message = _("What begins here never ends: a row “end group” or “end repeat” is missing.")
            self.findings.error(left.row.at("type"), message)
        return self.top

    def take(self, row: Row) -> None:
        if aliases.yes_no.get(row.get("disabled")):
            self.findings.dropped(row.at("disabled"), _("The row is switched off; it was left out."))
        elif not row.get("type"):
            self.without_type(row)
        elif row.get("type") in aliases.settings_header:
            self.findings.dropped(row.at("type"), _("Titles and keys of forms belong into the sheet “settings”."))
        else:
            self.typed(row, kind_of(row.get("type")))

    def without_type(self, row: Row) -> None:
        if row.get("name") or any(column[0] == "label" for column in row.cells):
            self.findings.error(row.at("type"), _("This question has no type."))
        elif any(column[0] != "tonghu" for column in row.cells):
            self.findings.dropped(row.at("type"), _("A row without type and name is a remark; it was left out."))

    def typed(self, row: Row, kind: Kind) -> None:
        if kind.role == "end":
            self.end(row, kind)
        elif kind.role == "unknown":
            message = _("XLSForm has no type “%(type)s”.")
            self.findings.error(row.at("type"), message % {"type": row.get("type")})
        elif not row.get("name") and kind.role not in ("note", "metadata"):
            self.findings.error(row.at("name"), _("A name is missing here."))
        elif kind.role == "begin loop":
            self.findings.error(row.at("type"), _("Loops cannot be taken in; write the questions one by one."))
        else:
            self.add(Element(row, kind, row.get("name") or f"{kind.role}_{row.number}"))

    def add(self, element: Element) -> None:
        siblings = self.open[-1].children if self.open else self.top
        if any(other.name == element.name for other in siblings):
            message = _("The name “%(name)s” is there twice; questions beside each other need names of their own.")
            self.findings.error(element.row.at("name"), message % {"name": element.name})
        siblings.append(element)
        if element.kind.or_other:
            siblings.append(_what_else(element))
        if element.is_group or element.is_repeat:
            self.open.append(element)
            if len(self.open) == DEEPEST + 1:
                self.findings.error(element.row.at("type"), _("Groups are nested too deeply."))

    def end(self, row: Row, kind: Kind) -> None:
        if not self.open or self.open[-1].kind.role != f"begin {kind.xform}":
            self.findings.error(row.at("type"), _("This ends something that was not begun just before."))
        else:
            self.open.pop()


def _what_else(element: Element) -> Element:
    """The question that `or_other` stands for, under the name that pyxform gives it."""
    name = f"{element.name}_other"
    condition = f"selected(${{{element.name}}}, 'other')"
    row = Row("survey", element.row.number, {("type",): "text", ("name",): name, ("bind", "relevant"): condition})
    label = {"zh-hans": "请说明是什么", "en": "Please say what it is"}
    return Element(row, kind_of("text"), name, label=label)
