"""What stands for the names of a letter: answers that somebody has opened, or samples while nobody has."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from forms.fieldtypes import registry
from forms.presentation import present
from forms.printing.filled import drawing_of
from forms.reading import Opened
from forms.schema import FormSchema, Question, Rule
from portal.words import say
from workflows.guards import holds
from workflows.letters.names import FACTS, FORM, ROW, table_of
from workflows.letters.placeholders import Path

Row = Mapping[str, Any] | None
# A letter goes to an authority: its words are in the language of the place, whoever has it printed.
LANGUAGE = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Said:
    """An answer beside the label of its question."""

    label: str
    text: str


class Filling(ABC):
    form: FormSchema

    @abstractmethod
    def text(self, path: Path, row: Row = None, table: str = "") -> str:
        """`row` is the one of `table` that is being written, if not the one that the whole letter is for."""

    @abstractmethod
    def rows(self, table: str) -> Sequence[Mapping[str, Any]]: ...

    @abstractmethod
    def holds(self, rule: Rule | None, row: Row = None) -> bool:
        """Raises guards.Undecidable."""

    def drawing(self, path: Path) -> str:
        """A signature as a picture, a `data:` address; "" for everything else."""
        return ""

    def corrections(self, keys: Collection[str]) -> list[str]:
        """What the answers to these should read, in sentences."""
        return []

    def said(self, keys: Sequence[str]) -> Iterator[Said]:
        for key in keys:
            table = table_of(self.form, key)
            if table is None:
                yield Said(self.label(key), self.text((FORM, key)))
                continue
            for number, row in enumerate(self.rows(key), start=1):
                cells = [(say(one.label, LANGUAGE), self.cell(one, row)) for one in table.columns]
                yield Said(f"{say(table.label, LANGUAGE)}{number}", "，".join(f"{a}：{b}" for a, b in cells if b))

    def label(self, key: str) -> str:
        question = self._question(key)
        return say(question.label, LANGUAGE) if question else key

    @abstractmethod
    def cell(self, column: Question, row: Mapping[str, Any]) -> str: ...

    def _question(self, key: str) -> Question | None:
        return next((one for one in self.form.fields() if isinstance(one, Question) and one.key == key), None)

    def _column(self, table: str, key: str) -> Question | None:
        found = table_of(self.form, table)
        return next((one for one in found.columns if one.key == key), None) if found else None


class Facts(NamedTuple):
    number: str
    case_number: str
    on: date
    now: datetime
    sender: str = ""
    addressee: str = ""
    place: str = ""

    def said(self) -> dict[Path, str]:
        known = (day(self.on), self.number, self.case_number, self.sender, self.addressee, self.place)
        return dict(zip(FACTS, known, strict=True))


@dataclass(frozen=True)
class Answers(Filling):
    """Of one paper. `row`, as it should read, is the one that the letter is for, of the table `each`."""

    opened: Opened
    facts: Facts
    row: Row = None
    each: str = ""
    form: FormSchema = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "form", self.opened.schema)

    def text(self, path: Path, row: Row = None, table: str = "") -> str:
        if path in FACTS:
            return self.facts.said()[path]
        if path[0] == ROW:
            return self._cell_of(path[1], row, table) if table else self._cell_of(path[1], self.row, self.each)
        question = self._question(path[1]) if len(path) == 2 else None
        if question is not None:
            return _shown(question, self.opened.answers.get(path[1]))
        column = self._column(path[1], path[2]) if len(path) == 3 else None
        cells = [self.cell(column, each) for each in self.rows(path[1])] if column else []
        return "、".join(filter(None, cells))

    def rows(self, table: str) -> Sequence[Mapping[str, Any]]:
        return self.opened.answers.get(table) or []

    def holds(self, rule: Rule | None, row: Row = None) -> bool:
        known: dict[str, Mapping[str, Any]] = {
            FORM: self.opened.answers,
            ROW: row or self.row or {},
            "case": {"number": self.facts.case_number},
        }
        return rule is None or holds(rule, known, self.facts.now)

    def drawing(self, path: Path) -> str:
        question = self._question(path[1]) if path[0] == FORM and len(path) == 2 else None
        is_signed = question is not None and question.type == "signature"
        return drawing_of(self.opened.answers.get(path[1])) if is_signed else ""

    def corrections(self, keys: Collection[str]) -> list[str]:
        # A row that a letter is for is written as it should read, and of the others it says nothing.
        named = set(keys) - {self.each}
        notes = [one for one in self.opened.corrections if one.place.field in named]
        corrected = {note.place.field for note in notes}
        answers = {key: self.opened.answers[key] for key in corrected & self.opened.answers.keys()}
        sections = present(self.form, answers, language=LANGUAGE, corrections=notes)
        return [
            f"更正：“{row.label}”应为“{one.text}”（{one.ground}；{one.decided_by}，{day(one.at)}）。"
            for section in sections
            for row in section.rows
            for one in row.corrections
        ]

    def cell(self, column: Question, row: Mapping[str, Any]) -> str:
        return _shown(column, row.get(column.key))

    def _cell_of(self, key: str, row: Row, table: str) -> str:
        column = self._column(table, key)
        return self.cell(column, row) if column and row else ""


class Samples(Filling):
    """For whoever is writing the letter, of which `each` is the table: everything is shown, with what might be said."""

    def __init__(self, form: FormSchema, each: str = "") -> None:
        self.form, self.each = form, each

    def text(self, path: Path, row: Row = None, table: str = "") -> str:
        if path == ("today",):
            return day(timezone.localdate())
        if path in FACTS:
            return f"〔{FACTS[path]}〕"
        if path[0] == FORM and len(path) == 2 and (question := self._question(path[1])):
            return _sample(question)
        column = self._column(path[1] if path[0] == FORM else table or self.each, path[-1])
        return _sample(column) if column else f"〔{'.'.join(path)}〕"

    def rows(self, table: str) -> Sequence[Mapping[str, Any]]:
        return [{}, {}]

    def holds(self, rule: Rule | None, row: Row = None) -> bool:
        return True

    def cell(self, column: Question, row: Mapping[str, Any]) -> str:
        return _sample(column)


def day(moment: date) -> str:
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return f"{local.year}年{local.month}月{local.day}日"


def _shown(question: Question, answer: Any) -> str:
    return "" if answer is None else registry[question.type].display(answer, question, LANGUAGE)


def _sample(question: Question) -> str:
    if question.choices:
        return say(question.choices[0].label, LANGUAGE)
    if question.type in ("date", "datetime"):
        return day(timezone.localdate())
    return "3" if question.type in ("integer", "decimal") else f"〔{say(question.label, LANGUAGE)}〕"
