"""What an export says about a person: their block of each form, and never who reported or what is about others.

A step, or a row of a table, is about the person when it names them. Open answers are given in full; personal and
sensitive ones where the step is about the person. Other people's names and numbers there are withheld by their label.
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
    """Answers that are given, by field key, and the labels of those that are withheld."""

    given: dict[str, Any] = field(default_factory=dict)
    withheld: list[Words] = field(default_factory=list)


def about(schema: FormSchema, answers: dict[str, Any], person: Person) -> About:
    found = About()
    for step in schema.steps:
        names_person = _names(step, answers, person)
        for item in step.fields():
            if item.key in answers and sensitivity_of(item) != "reporter":
                _sort(found, item, answers[item.key], person, names_person=names_person)
    return found


def _sort(found: About, item: Question | Table, answer: Any, person: Person, *, names_person: bool) -> None:
    if isinstance(item, Table):
        rows = [row for row in answer if any(_is(column, row.get(column.key), person) for column in item.columns)]
        mine = answer if sensitivity_of(item) == "open" else [_row(item, row, person) for row in rows]
        if len(mine) < len(answer):
            found.withheld.append(item.label)
        if mine:
            found.given[item.key] = mine
    elif item.sensitivity == "open" or _is_about(item, answer, person, names_person=names_person):
        found.given[item.key] = answer
    else:
        found.withheld.append(item.label)


def _is_about(item: Question, answer: Any, person: Person, *, names_person: bool) -> bool:
    return _is(item, answer, person) if item.type in indexing.KINDS else names_person


def _row(table: Table, row: dict[str, Any], person: Person) -> dict[str, Any]:
    """The person's own row without what could be somebody who reported."""
    columns = {column.key for column in table.columns if column.sensitivity != "reporter"}
    return {key: value for key, value in row.items() if key in columns}


def _names(step: Step, answers: dict[str, Any], person: Person) -> bool:
    questions = (item for item in step.fields() if isinstance(item, Question))
    return any(_is(item, answers.get(item.key), person) for item in questions)


def _is(item: Question, answer: Any, person: Person) -> bool:
    kind = indexing.KINDS.get(item.type)
    return kind in person and isinstance(answer, str) and blindindex.fits(kind, person[kind], answer)
