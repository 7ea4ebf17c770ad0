"""Which questions of a form point to a record, and of which register. Pure."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from forms.fieldtypes.steady import Same
from forms.schema import FormSchema, Question

# The kinds of field whose answer is the number of a record.
CHILD, ANY = "child", "record_link"


def links(schema: FormSchema) -> tuple[Question, ...]:
    """Every question that points to a record, in order. Each step of every form asks, and few forms have any."""
    return _links(Same(schema))


@lru_cache(maxsize=100)
def _links(same: Same) -> tuple[Question, ...]:
    found = (item for item in cast(FormSchema, same.part).fields() if isinstance(item, Question))
    return tuple(question for question in found if question.type in (CHILD, ANY) and not question.computed)


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
