"""The strip on the page of a record: each of its duties, period by period."""

from dataclasses import dataclass

from forms.models import Record
from portal.words import Words
from workflows.charts.strip import Strip, strip
from workflows.desk.duties.saying import MARKS, STANDINGS, said_period, standing
from workflows.obligations.models import Owed

MOST = 12


@dataclass(frozen=True)
class Square:
    owed: Owed
    period: str
    standing: str

    @property
    def said(self) -> str:
        return str(STANDINGS[self.standing])


@dataclass(frozen=True)
class Duty:
    """`drawn` has a square for each of `squares`, the oldest first."""

    title: Words
    squares: list[Square]
    drawn: Strip

    @property
    def marked(self) -> list[tuple[object, str]]:
        """What is drawn, with the mark in it."""
        return [(square, MARKS[square.kind]) for square in self.drawn.squares]

    @property
    def open(self) -> list[Square]:
        """Those of which something can still be said: to do, missed, excused."""
        return [square for square in self.squares if square.standing in ("open", "missed", "excused")]


def strips(record: Record) -> list[Duty]:
    """The caller has found the record among those that the post sees."""
    rows = record.owed.counted().select_related("version").defer("version__definition")
    by_duty: dict[int, list[Owed]] = {}
    for row in rows.order_by("-first", "-due_at")[: 20 * MOST]:
        by_duty.setdefault(row.obligation_id, []).append(row)
    return [_duty(found[:MOST][::-1]) for _pk, found in sorted(by_duty.items())]


def _duty(rows: list[Owed]) -> Duty:
    squares = [Square(row, said_period(row.period), standing(row)) for row in rows]
    return Duty(
        rows[-1].version.schema.title, squares, strip([(square.standing, _word(square.owed)) for square in squares])
    )


def _word(owed: Owed) -> str:
    """What fits under a square: the month, Q4, W48; of a year and of a day their number."""
    return owed.period.partition("-")[2] or owed.period
