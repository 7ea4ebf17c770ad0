"""A national code list compared with the areas of the portal, and written down.

In pieces, each in a transaction of its own: six hundred thousand rows in one would keep everybody else from writing.
A list that was stopped half-way is simply taken again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory import codes
from portal.directory.importing.area_list import Row
from portal.directory.models import Area, AreaFormerName, AreaSuccession

PIECE = 2000


class Kind(StrEnum):
    NEW = "new"
    RENAMED = "renamed"
    AGAIN = "again"
    LEFT = "left"
    MISSING = "missing"
    LOST = "lost"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a list says about one code, against what the portal knows. `line` is 0 for what no line speaks of."""

    kind: Kind
    line: int
    code: str
    name: str
    before: str | Promise = ""

    def __str__(self) -> str:
        words = {"line": self.line, "code": self.code, "name": self.name, "before": self.before}
        return str(SENTENCES[self.kind]) % words


class Known(NamedTuple):
    """What the portal has under a code. A tuple, because making a model of each row takes longer than reading it."""

    name: str
    valid_until: date | None
    is_followed: bool


SENTENCES: dict[Kind, Promise] = {
    Kind.NEW: gettext_lazy("line %(line)s: %(code)s %(name)s is new"),
    Kind.RENAMED: gettext_lazy("line %(line)s: %(code)s %(before)s is called %(name)s now"),
    Kind.AGAIN: gettext_lazy("line %(line)s: %(code)s %(name)s had ended and is there again"),
    Kind.LEFT: gettext_lazy("line %(line)s: %(code)s %(name)s has a successor in the portal and is left as it is"),
    Kind.MISSING: gettext_lazy("not in the list: %(code)s %(name)s, has it ended?"),
    Kind.LOST: gettext_lazy("neither the list nor the portal knows %(code)s, but new places lie in it"),
    Kind.WRONG: gettext_lazy("line %(line)s: %(before)s (%(code)s %(name)s)"),
}


class Comparison:
    """One list against the portal. Without `write` it only says what it would do."""

    def __init__(self, *, today: date, write: bool) -> None:
        self.today = today
        self.write = write
        # Codes as numbers: six hundred thousand of them must fit into a small machine.
        self._seen: set[int] = set()
        self._around: set[int] = set()
        self._levels: set[int] = set()

    def take(self, rows: Iterable[Row]) -> Iterator[Finding]:
        """What each row changes, row by row; what changes nothing says nothing."""
        waiting = iter(rows)
        while piece := list(islice(waiting, PIECE)):
            findings = self._judge_piece(piece)
            if self.write:
                self._write(findings)
            yield from findings

    def lost(self) -> Iterator[Finding]:
        """Places that new ones lie in, and that neither the list nor the portal knows. To be asked at the end."""
        unknown = sorted(f"{number:012}" for number in self._around - self._seen)
        for start in range(0, len(unknown), PIECE):
            piece = unknown[start : start + PIECE]
            known = set(Area.objects.filter(code__in=piece).values_list("code", flat=True))
            yield from (Finding(Kind.LOST, 0, code, "") for code in piece if code not in known)

    def missing(self) -> Iterator[Finding]:
        """What the list should have and has not: areas within those it names, of the levels it names, not local ones.

        A list of one county says nothing about its neighbours, and a list of counties nothing about villages.
        """
        for root in self._roots():
            areas = Area.objects.current(self.today).within(root).filter(level__in=self._levels)
            for code, name in areas.values_list("code", "name").iterator():
                if int(code) not in self._seen and not codes.is_local(code):
                    yield Finding(Kind.MISSING, 0, code, name)

    def _roots(self) -> list[str]:
        """The widest places of the list: those that lie in none of the others."""
        spelled = (f"{number:012}" for number in sorted(self._seen))
        return [code for code in spelled if self._seen.isdisjoint(map(int, codes.lineage(code)[1:]))]

    def _judge_piece(self, piece: list[Row]) -> list[Finding]:
        known = self._known([row.code for row in piece if not row.wrong])
        return [finding for row in piece if (finding := self._judge(row, known.get(row.code)))]

    def _known(self, wanted: list[str]) -> dict[str, Known]:
        followed = AreaSuccession.objects.filter(old=OuterRef("pk"))
        areas = Area.objects.filter(code__in=wanted).order_by()
        rows = areas.values_list("code", "name", "valid_until", Exists(followed))
        return {code: Known(name, valid_until, is_followed) for code, name, valid_until, is_followed in rows}

    def _judge(self, row: Row, known: Known | None) -> Finding | None:
        if row.wrong:
            return Finding(Kind.WRONG, row.line, row.code, row.name, row.wrong)
        if int(row.code) in self._seen:
            return Finding(Kind.WRONG, row.line, row.code, row.name, _("The code is in the list twice."))
        self._seen.add(int(row.code))
        self._levels.add(codes.level_of(row.code))
        if known is not None:
            return self._compare(row, known)
        self._around.update(map(int, codes.lineage(row.code)[1:2]))
        return Finding(Kind.NEW, row.line, row.code, row.name)

    def _compare(self, row: Row, known: Known) -> Finding | None:
        if known.valid_until and known.valid_until < self.today:
            kind = Kind.LEFT if known.is_followed else Kind.AGAIN
            return Finding(kind, row.line, row.code, row.name, known.name)
        if known.name == row.name:
            return None
        return Finding(Kind.RENAMED, row.line, row.code, row.name, known.name)

    @transaction.atomic
    def _write(self, findings: list[Finding]) -> None:
        _put(findings, {Kind.NEW, Kind.RENAMED}, ["name"])
        _put(findings, {Kind.AGAIN}, ["name", "valid_until"])
        yesterday = self.today - timedelta(days=1)
        AreaFormerName.objects.bulk_create(
            AreaFormerName(area_id=finding.code, name=str(finding.before), valid_until=yesterday)
            for finding in findings
            if finding.kind in (Kind.RENAMED, Kind.AGAIN) and finding.before != finding.name
        )


def _put(findings: list[Finding], kinds: set[Kind], fields: list[str]) -> None:
    """Write what is of these kinds; of a place that is there already, only these fields."""
    Area.objects.bulk_create(
        [
            Area(code=finding.code, name=finding.name, level=codes.level_of(finding.code))
            for finding in findings
            if finding.kind in kinds
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=fields,
    )


def end(code_list: Iterable[str], *, last_day: date) -> int:
    """Those places were there up to that day. Returns how many ended by this. Nothing is ever deleted."""
    waiting, ended = iter(code_list), 0
    while piece := list(islice(waiting, PIECE)):
        ended += Area.objects.filter(code__in=piece, valid_until=None).update(valid_until=last_day)
    return ended
