"""What of the answers goes into a page, and what must not. Reads open answers only: nothing is ever unsealed here."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.fieldtypes import registry
from forms.schema import FormSchema, Question, Table
from portal.words import DEFAULT_LANGUAGE, ENGLISH
from workflows.pagekinds import PageField, PageKind


def field_problems(kind: PageKind, fields: Mapping[str, str], form: FormSchema) -> Iterator[str]:
    """Why these answers of the form cannot go into these fields of the page, in words."""
    for name, key in fields.items():
        if name not in kind.fields:
            yield _("The page has no field “%(field)s”.") % {"field": name}
            continue
        words = {"field": kind.fields[name].label, "key": key}
        question = _field(form, key)
        if question is None:
            yield _("“%(field)s” is taken from “%(key)s”, which the form does not ask.") % words
        elif not is_public(question):
            yield _("“%(key)s” is protected: it never goes on a page that everybody reads.") % words
        elif not _fits(kind.fields[name], question):
            yield _("The answer to “%(key)s” does not fit into “%(field)s”.") % words


def is_public(question: Question | Table) -> bool:
    """May everybody read the answer? Of a table, all of its columns."""
    columns = question.columns if isinstance(question, Table) else ()
    return all(part.sensitivity == "open" for part in (question, *columns))


def values(kind: PageKind, fields: Mapping[str, str], form: FormSchema, answers: Mapping[str, Any]) -> dict[str, Any]:
    """By field of the page what is to stand there; what was not answered empties it. What does not fit is left out."""
    found: dict[str, Any] = {}
    for name, key in fields.items():
        question, field = _field(form, key), kind.fields.get(name)
        if question is None or field is None or not is_public(question) or not _fits(field, question):
            continue
        if isinstance(question, Table):
            found[name] = sessions(question, answers.get(key) or [])
        else:
            found |= _said(name, field, question, answers.get(key))
    return found


def cut(model: type[models.Model], found: Mapping[str, Any]) -> dict[str, Any]:
    """As the columns of the page take it: no longer than they are, and numbers as numbers."""
    return {name: _as_column(model._meta.get_field(name), value) for name, value in found.items()}


def sessions(table: Table, rows: list[Mapping[str, Any]]) -> list[dict[str, str]]:
    """{"starts", "ends"} of each row that has a day and both times; one that ends before it starts is left out."""
    day, starts, ends = _of_sessions(table)
    made = (
        (_moment(row.get(day.key), row.get(starts.key)), _moment(row.get(day.key), row.get(ends.key))) for row in rows
    )
    return [
        {"starts": start.isoformat(), "ends": end.isoformat()} for start, end in made if start and end and start < end
    ]


def _moment(day: Any, at: Any) -> datetime | None:
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(str(day)), time.fromisoformat(str(at))))
    except ValueError:
        return None


def _of_sessions(table: Table) -> tuple[Question, Question, Question]:
    """The columns with the day, the beginning and the end. Raises LookupError."""
    days = [column for column in table.columns if column.type == "date"]
    times = [column for column in table.columns if column.type == "time"]
    if not days or len(times) < 2:
        raise LookupError(table.key)
    return days[0], times[0], times[1]


def _said(name: str, field: PageField, question: Question, answer: Any) -> dict[str, Any]:
    if field.linked:
        return {f"{name}_id": answer or None}
    if answer is None:
        empty = {name: None if _is_number(field) else ""}
        return {**empty, f"{name}_en": ""} if field.translated else empty
    if field.is_key or _is_number(field):
        return {name: answer}
    display = registry[question.type].display
    said = {name: display(answer, question, DEFAULT_LANGUAGE)}
    return {**said, f"{name}_en": display(answer, question, ENGLISH)} if field.translated else said


def _is_number(field: PageField) -> bool:
    return "integer" in field.types


def _as_column(column: Any, value: Any) -> Any:
    if isinstance(column, models.CharField):
        return str(value)[: column.max_length]
    if isinstance(column, models.IntegerField | models.DecimalField):
        return _number(value, whole=isinstance(column, models.IntegerField))
    return value


def _number(value: Any, *, whole: bool) -> Decimal | int | None:
    """None for what is no number from 0 to a million: a page shows how many, and no column takes more."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if not 0 <= number <= 1_000_000:
        return None
    return int(number) if whole else round(number, 1)


def _fits(field: PageField, question: Question | Table) -> bool:
    if isinstance(question, Question):
        return question.type in field.types
    try:
        return field.sessions and bool(_of_sessions(question))
    except LookupError:
        return False


def _field(form: FormSchema, key: str) -> Question | Table | None:
    return next((field for field in form.fields() if field.key == key), None)
