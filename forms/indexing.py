"""Which answers a submission can be found by: names of persons, ID numbers and telephone numbers, wherever they stand.

Whatever is kept in clear is not indexed: it can be searched for as it is. Who reported is in no index.
"""

from collections.abc import Iterator
from typing import Any

from forms.compartments import Compartments, is_clear
from forms.schema import FormSchema, Question
from portal.privacy import blindindex
from portal.privacy.blindindex import Kind
from portal.privacy.models import DataKey

KINDS = {
    "person_name": Kind.NAME,
    "id_number": Kind.ID_NUMBER,
    "identity_paper": Kind.ID_NUMBER,
    "phone": Kind.PHONE,
}
RECORD = "record"

Values = Iterator[tuple[Kind, str]]


def index_answers(schema: FormSchema, parts: Compartments, key: DataKey) -> None:
    """Write the tokens of the sealed answers under the key that seals them, in one query."""
    blindindex.keep(blindindex.tokens(key, RECORD, values(schema, parts.sealed)))


def fitting(schema: FormSchema, answers: dict[str, Any], kind: Kind, typed: str) -> list[str]:
    """The values that are what was typed, in the order of the form: the comparison each candidate of a search needs."""
    found = values(schema, answers)
    return [value for of_kind, value in found if of_kind == kind and blindindex.fits(kind, typed, value)]


def values(schema: FormSchema, answers: dict[str, Any]) -> Values:
    """Every value of these answers that is searched for, with its kind; in tables row by row."""
    for item in schema.fields():
        if item.key not in answers or is_clear(item):
            continue
        if isinstance(item, Question):
            yield from _value(item, answers[item.key])
        else:
            for row in answers[item.key] or []:
                for column in item.columns:
                    yield from _value(column, row.get(column.key))


def _value(question: Question, answer: Any) -> Values:
    if question.type in KINDS and (text := text_of(answer)):
        yield KINDS[question.type], text


def text_of(answer: Any) -> str:
    """What of an answer to one of these questions is searched for: a text, or the number of a paper."""
    found = answer.get("number") if isinstance(answer, dict) else answer
    return found if isinstance(found, str) else ""
