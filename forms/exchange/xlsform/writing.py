"""From a form to a workbook that every program for XLSForm reads: `write(schema)`.

What XLSForm has no column for stands in columns `tonghu::…` (see own.py), so that it comes back when it is imported.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from forms.exchange.xlsform.cells import Line, workbook
from forms.exchange.xlsform.expressions import Named, named
from forms.exchange.xlsform.lines import Lines, with_meanings
from forms.exchange.xlsform.listing import Listing
from forms.exchange.xlsform.own import written
from forms.exchange.xlsform.texts import TITLES, in_columns
from forms.schema import FormSchema, Group, Item, Note, Step, Table
from portal.words import say

TEXTS = ("label", "hint", "constraint_message")
SURVEY = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation",
    "default", "choice_filter", "readonly", "appearance", "parameters", "repeat_count", "tonghu::part", "tonghu::key",
    "tonghu::type", "tonghu::sensitivity", "tonghu::countable", "tonghu::prefill", "tonghu::option_list",
    "tonghu::settings", "tonghu::tone", "tonghu::section", "tonghu::shared", "tonghu::least_rows", "tonghu::most_rows",
    "tonghu::meant",
)  # fmt: skip
CHOICES = ("list_name", "name", "label")
OWN_CHOICES = ("tonghu_since", "tonghu_until", "tonghu_areas")
SETTINGS = (
    "form_title", "form_id", "default_language", "allow_choice_duplicates", "tonghu::form", "tonghu::sections",
    "tonghu::meant",
)  # fmt: skip
OF_FORM = {
    "place", "numbering", "receipt", "retention_months", "purpose", "legal_basis", "layout", "records", "write_back",
    "at_records",
}  # fmt: skip


def write(schema: FormSchema) -> bytes:
    """An .xlsx file. Rules may be parsed or not; read back they are not."""
    listing = Listing()
    survey = list(_Writing(schema, listing).lines())
    choices = listing.lines()
    sheets = {
        "survey": (_columns(SURVEY, survey), survey),
        "choices": (_choice_columns(choices), choices),
        "settings": (list(SETTINGS), [_settings(schema, listing)]),
    }
    if schema.tests:
        sheets["tonghu_tests"] = (["test"], [{"test": written(_plain(test))} for test in schema.tests])
    return workbook(sheets)


def _columns(order: tuple[str, ...], lines: list[Line]) -> list[str]:
    """In this order, the languages of a text beside each other, Chinese first."""
    there = list(dict.fromkeys([f"{text}::{title}" for text in TEXTS for title in TITLES.values()]))
    there += [column for line in lines for column in line if column not in order]
    return [
        found
        for column in order
        for found in (
            [one for one in dict.fromkeys(there) if one.startswith(f"{column}::")] if column in TEXTS else [column]
        )
    ]


def _choice_columns(lines: list[Line]) -> list[str]:
    labels = _columns(CHOICES, lines)
    attributes = dict.fromkeys(column for line in lines for column in line if column not in (*labels, *OWN_CHOICES))
    return [*labels, *attributes, *OWN_CHOICES]


def _settings(schema: FormSchema, listing: Listing) -> Line:
    title = say(schema.title, "zh-hans")
    of_form = _plain(schema.model_copy(update={"steps": ()}))
    line = {
        "form_title": title or schema.key,
        "form_id": schema.key,
        "default_language": TITLES["zh-hans"],
        "allow_choice_duplicates": "yes" if listing.has_doubles else "",
        "tonghu::form": written({name: of_form[name] for name in OF_FORM & of_form.keys()}),
        "tonghu::sections": written(
            {"all": [_plain(section) for section in schema.sections]} if schema.sections else {}
        ),
    }
    return with_meanings(
        line, {"form_title": ("form_title", {"words": schema.title})} if schema.title != {"zh-hans": title} else {}
    )


def _plain(part: BaseModel) -> dict[str, Any]:
    return part.model_dump(mode="json", exclude_defaults=True)


class _Writing:
    def __init__(self, schema: FormSchema, listing: Listing) -> None:
        self.schema = schema
        self.named: Named = named(schema)
        self.rows = Lines(self.named, listing)

    def lines(self) -> Iterator[Line]:
        for step in self.schema.steps:
            yield self.begin("step", step, step.title, step.intro, {"section": step.section or ""})
            for item in step.items:
                yield from self.item(item)
            yield {"type": "end group"}

    def item(self, item: Item) -> Iterator[Line]:
        if isinstance(item, Group):
            yield self.begin("group", item, item.label, item.hint, {"shared": item.shared or ""})
            for inner in item.items:
                yield from self.item(inner)
            yield {"type": "end group"}
        elif isinstance(item, Table):
            yield from self.table(item)
        elif isinstance(item, Note):
            yield self.note(item)
        else:
            yield self.rows.question(item)

    def begin(self, part: str, what: Step | Group, label: dict[str, str], hint: dict[str, str], own: Line) -> Line:
        line = {
            "type": "begin group",
            **self.named_line(what.key),
            **in_columns("label", label),
            **in_columns("hint", hint),
            "tonghu::part": part,
            **{f"tonghu::{name}": text for name, text in own.items()},
        }
        return self.rows.shown(line, what.shown_when)

    def table(self, table: Table) -> Iterator[Line]:
        fixed = table.least_rows == table.most_rows
        line = {
            "type": "begin repeat",
            **self.named_line(table.key),
            **in_columns("label", table.label),
            **in_columns("hint", table.hint),
            "repeat_count": str(table.most_rows) if fixed else "",
            "tonghu::part": "table",
            "tonghu::sensitivity": "" if table.sensitivity == "open" else table.sensitivity,
            "tonghu::least_rows": str(table.least_rows) if table.least_rows and not fixed else "",
            "tonghu::most_rows": str(table.most_rows) if table.most_rows != 200 and not fixed else "",
        }
        yield self.rows.shown(line, table.shown_when)
        for column in table.columns:
            yield self.rows.question(column, table.key)
        yield {"type": "end repeat"}

    def note(self, note: Note) -> Line:
        line = {
            "type": "note",
            **self.named_line(note.key),
            **in_columns("label", note.text or {"zh-hans": note.key}),
            "tonghu::tone": "" if note.tone == "plain" else note.tone,
        }
        return self.rows.shown(line, note.shown_when)

    def named_line(self, key: str) -> Line:
        return self.rows.name(key)
