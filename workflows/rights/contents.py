"""What an export says about a person: their block of each form, and never who reported or what is about others.

A step, or a row of a table, is about the person when it names them, as handed in or as corrected. Open answers are
given in full; personal and sensitive ones where the step is about the person. Other people's names and numbers there
are withheld by their label.
"""

from dataclasses import dataclass, field
from typing import Any

from forms import indexing
from forms.compartments import sensitivity_of
from forms.schema import FormSchema, Question, Step, Table
from portal.privacy import blindindex
from portal.privacy.blindindex import Kind
from portal.words import Words

Person = dict[Kind, str]


@dataclass
class About:
    """Answers that are given, by field key, and the labels of those that are withheld. Of tables, which rows."""

    given: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    withheld: list[Words] = field(default_factory=list)


def about(schema: FormSchema, answers: dict[str, Any], person: Person, corrected: dict[str, Any]) -> About:
    """`corrected`: the answers as they should read. Given are those that were handed in."""
    found = About()
    for step in schema.steps:
        names_person = _names(step, answers, person) or _names(step, corrected, person)
        for item in step.fields():
            if item.key not in corrected or sensitivity_of(item) == "reporter":
                continue
            readings = [answers.get(item.key), corrected[item.key]]
            if isinstance(item, Table):
                _sort_rows(found, item, readings, person)
            else:
                _sort(found, item, readings, person, names_person=names_person)
    return found


def _sort(found: About, item: Question, readings: list[Any], person: Person, *, names_person: bool) -> None:
    mine = any(_is_about(item, answer, person, names_person=names_person) for answer in readings)
    if item.sensitivity == "open" or mine:
        found.given[item.key] = readings[0]
    else:
        found.withheld.append(item.label)


def _sort_rows(found: About, table: Table, readings: list[Any], person: Person) -> None:
    is_open = sensitivity_of(table) == "open"
    rows = [
        number
        for number, row in enumerate(zip(*readings, strict=True), start=1)
        if is_open or any(_is(column, said.get(column.key), person) for column in table.columns for said in row)
    ]
    if len(rows) < len(readings[0]):
        found.withheld.append(table.label)
    if rows:
        found.rows[table.key] = rows
        found.given[table.key] = [_row(table, readings[0][number - 1]) for number in rows]


def _is_about(item: Question, answer: Any, person: Person, *, names_person: bool) -> bool:
    return _is(item, answer, person) if item.type in indexing.KINDS else names_person


def _row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The person's own row without what could be somebody who reported."""
    columns = {column.key for column in table.columns if column.sensitivity != "reporter"}
    return {key: value for key, value in row.items() if key in columns}


def _names(step: Step, answers: dict[str, Any], person: Person) -> bool:
    questions = (item for item in step.fields() if isinstance(item, Question))
    return any(_is(item, answers.get(item.key), person) for item in questions)


def _is(item: Question, answer: Any, person: Person) -> bool:
    kind = indexing.KINDS.get(item.type)
    return kind in person and blindindex.fits(kind, person[kind], indexing.text_of(answer))
