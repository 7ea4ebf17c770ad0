"""Which questions of a form point to a record, and of which register. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.schema import FormSchema, Question

# The kinds of field whose answer is the number of a record.
CHILD, ANY = "child", "record_link"


def links(schema: FormSchema) -> Iterator[Question]:
    """Every question that points to a record, in order."""
    found = (item for item in schema.fields() if isinstance(item, Question))
    return (question for question in found if question.type in (CHILD, ANY) and not question.computed)


def points_to(question: Question, register: FormSchema) -> bool:
    if register.records is None:
        return False
    if question.type == CHILD:
        return register.records.of_children
    return question.settings.get("register") == register.key


def link_to(schema: FormSchema, register: FormSchema) -> Question | None:
    """The first question of the form that points into the register."""
    return next((question for question in links(schema) if points_to(question, register)), None)


def numbers(schema: FormSchema, answers: Mapping[str, Any]) -> dict[str, str]:
    """By question, the numbers of the records that these answers point to."""
    given = ((question.key, answers.get(question.key)) for question in links(schema))
    return {key: number for key, number in given if isinstance(number, str) and number}
