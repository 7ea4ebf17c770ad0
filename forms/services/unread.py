"""What was typed into a step and could not be read as an answer, field by field, as it was typed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms.answering import holds_files
from forms.prefilling import BOUND
from forms.schema import Question, Step, Table
from portal.words import spoken

# `key`, or `key_1` and `key-from` for a field in parts.
OWN = r"{key}(?:_\d+|-.+)?"
CELL = r"{table}-(\d+)-{own}"


def unread(step: Step, typed: Mapping[str, list[str]], answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Label and text of what is in no answer. A choice or a place stands there by the key that was sent."""
    for field in step.fields():
        if isinstance(field, Table):
            yield from _of_table(field, typed, answers.get(field.key) or [])
        elif field.key not in answers and field.type not in BOUND and not holds_files(field):
            yield from _said(spoken(field.label), _texts(OWN.format(key=field.key), typed))


def _of_table(table: Table, typed: Mapping[str, list[str]], rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    label = spoken(table.label)
    for column in table.columns:
        known = {str(row[column.key]) for row in rows if column.key in row}
        for number, texts in _cells(table, column, typed).items():
            yield from _said(
                f"{label} {number + 1}, {spoken(column.label)}", [one for one in texts if one not in known]
            )


def _cells(table: Table, column: Question, typed: Mapping[str, list[str]]) -> dict[int, list[str]]:
    pattern = CELL.format(table=table.key, own=OWN.format(key=column.key))
    found: dict[int, list[str]] = {}
    for name in typed:
        if match := re.fullmatch(pattern, name):
            found.setdefault(int(match[1]), []).extend(typed[name])
    return found


def _texts(pattern: str, typed: Mapping[str, list[str]]) -> list[str]:
    return [text for name, texts in typed.items() if re.fullmatch(pattern, name) for text in texts]


def _said(label: str, texts: list[str]) -> Iterator[tuple[str, str]]:
    if text := " ".join(filter(None, (one.strip() for one in texts))):
        yield label, text
