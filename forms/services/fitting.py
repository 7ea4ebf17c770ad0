"""An answer and the field it was given to, when that field has become another: what goes along, what finds no place.

Nothing is guessed: an answer goes along when it means the same in the new field, or in words where words are asked for.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from forms.answering import holds_files, problem_with, taken
from forms.fieldtypes import registry
from forms.logic.types import ValueType, answer_types
from forms.prefilling import BOUND
from forms.schema import Question, Table
from portal.words import readers_language

# Kinds of field in which anything can be said.
FREE = frozenset({"text", "long_text"})


def divided(before: Question | Table, now: Question | Table | None, answer: Any) -> tuple[Any, Any]:
    """What of the answer goes along, and what is left; each None for nothing."""
    if isinstance(before, Table) and isinstance(now, Table):
        return _of_table(before, now, answer)
    if isinstance(before, Question) and isinstance(now, Question):
        return _of_question(before, now, answer)
    return None, answer


def _of_table(before: Table, now: Table, rows: list[dict[str, Any]]) -> tuple[Any, Any]:
    """Cell by cell. What is left keeps its row, so that rows count as they did."""
    old, new = ({column.key: column for column in table.columns} for table in (before, now))
    kept: list[dict[str, Any]] = []
    left: list[dict[str, Any]] = []
    for row in rows:
        cells = {key: divided(old[key], new.get(key), cell) for key, cell in row.items() if key in old}
        kept.append({key: goes for key, (goes, _stays) in cells.items() if goes is not None})
        left.append({key: stays for key, (_goes, stays) in cells.items() if stays is not None})
    return [row for row in kept if row] or None, left if any(left) else None


def _of_question(before: Question, now: Question, answer: Any) -> tuple[Any, Any]:
    if now.computed or registry[now.type].from_server or holds_files(before) or holds_files(now):
        return None, answer
    if before.type == now.type:
        return _of_one_kind(now, answer)
    if before.type in BOUND or now.type in BOUND:
        return None, answer
    for candidate in _in_the_new_kind(before, now, answer):
        try:
            return taken(now, candidate), None
        except ValidationError:
            continue
    return None, answer


def _of_one_kind(now: Question, answer: Any) -> tuple[Any, Any]:
    """As it is; of several options those that there still are."""
    if problem_with(now, answer) is None:
        return answer, None
    if isinstance(answer, list) and answer_types[now.type] is ValueType.CHOICES:
        offered = {choice.key for choice in now.choices}
        kept = [one for one in answer if one in offered]
        if kept and problem_with(now, kept) is None:
            return kept, [one for one in answer if one not in offered]
    return None, answer


def _in_the_new_kind(before: Question, now: Question, answer: Any) -> Iterator[Any]:
    """The same said in ways the new kind may take."""
    had, has = answer_types[before.type], answer_types[now.type]
    if now.type in FREE:
        yield registry[before.type].display(answer, before, readers_language())
    elif before.type in FREE:
        yield answer
        yield from (choice.key for choice in now.choices if answer in choice.label.values())
    elif had is has is ValueType.NUMBER:
        yield answer
        yield str(answer)
    elif before.choices and now.choices and has is ValueType.CHOICES:
        yield [answer]
    elif before.choices and now.choices and had is ValueType.CHOICES and len(answer) == 1:
        yield answer[0]
