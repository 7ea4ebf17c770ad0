"""What an answer looks like in a table file: one column or several, each of one kind, nothing in it that a
spreadsheet would compute.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from forms.logic import numbers
from forms.schema import Question, is_empty
from portal.words import say

Cell = str | int | Decimal | bool | date | datetime | None
Reading = Callable[[Any, str], Cell]

# A text that begins so is taken for a formula by one spreadsheet or another, spaces before it or not.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DATE_TIME = "date_time"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the question's, or `question.part` where an answer has several columns. Labels are Words."""

    key: str
    label: dict[str, str]
    kind: CellKind
    read: Reading

    def cell(self, answer: Any, language: str) -> Cell:
        """What stands in the column: of the column's kind, or None for nothing. A text is never a formula."""
        value = None if is_empty(answer) else self.read(answer, language)
        return harmless(value) or None if isinstance(value, str) else value


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and does not compute it: an apostrophe before what looks like a formula."""
    plain = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
    return f"'{plain}" if plain.lstrip().startswith(_FORMULA) else plain


def column(question: Question, kind: CellKind, read: Reading) -> Column:
    """The one column of a question."""
    return Column(question.key, question.label, kind, read)


def part_column(question: Question, part: str, label: dict[str, str], kind: CellKind, read: Reading) -> Column:
    """One of several columns of a question: its label says the question's and the part's."""
    return Column(f"{question.key}.{part}", beside(question.label, label), kind, read)


def beside(label: dict[str, str], part: dict[str, str]) -> dict[str, str]:
    """`Question: part` in every language that both are said in, and in that of the question."""
    languages = dict.fromkeys([*label, *part])
    separators = {language: "：" if language.startswith("zh") else ": " for language in languages}
    return {language: f"{say(label, language)}{separators[language]}{say(part, language)}" for language in languages}


def as_number(answer: Any, language: str) -> int | Decimal | None:
    """Of an answer that is a number, or a number in a text."""
    if isinstance(answer, int):
        return answer
    return numbers.read(str(answer))


def as_date(answer: Any, language: str) -> date | None:
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None
