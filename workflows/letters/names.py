"""What a letter may name: what the case knows, the answers of its form, the cells of a row. Never who reported, and no
files: a paper holds none."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms.answering import holds_files
from forms.compartments import sensitivity_of
from forms.schema import FormSchema, Question, Sensitivity, Table
from portal.words import spoken
from workflows.letters.placeholders import Path

FORM, ROW = "form", "row"
FACTS: dict[Path, Promise] = {
    ("today",): _("Day of the letter"),
    ("number",): _("Number of the letter"),
    ("case", "number"): _("Number of the case"),
    ("sender",): _("Office that sends it"),
    ("addressee",): _("Office that it goes to"),
    ("place",): _("Place of the case"),
}


@dataclass(frozen=True)
class Name:
    path: Path
    title: str | Promise
    sensitivity: Sensitivity = "open"

    @property
    def placeholder(self) -> str:
        return f"${{{'.'.join(self.path)}}}"


def offered(form: FormSchema, each: str = "") -> Iterator[Name]:
    """What texts may name; `each` is the table whose rows they are written for."""
    yield from (Name(path, title) for path, title in FACTS.items())
    for field in form.fields():
        if sensitivity_of(field) == "reporter":
            continue
        if isinstance(field, Question):
            if _is_written(field):
                yield Name((FORM, field.key), spoken(field.label), sensitivity_of(field))
            continue
        for column in filter(_is_written, field.columns):
            title = f"{spoken(field.label)}: {spoken(column.label)}"
            every = gettext("%(name)s (all rows)") % {"name": title}
            yield Name((FORM, field.key, column.key), every, sensitivity_of(field))
            if field.key == each:
                row = gettext("%(name)s (this row)") % {"name": title}
                yield Name((ROW, column.key), row, sensitivity_of(field))


def _is_written(column: Question) -> bool:
    return not holds_files(column)


def table_of(form: FormSchema, key: str) -> Table | None:
    return next((field for field in form.fields() if isinstance(field, Table) and field.key == key), None)
