"""Pages of long lists by key: the database goes to where a page begins, and reads no more than the page.

A page by number has to be counted up to, so the thousandth costs a thousand times the first. And a list of several
queries (a substitute's: one for each organisation) is woven here, because no index gives it in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row")


@dataclass(frozen=True)
class Order:
    """What a list is ordered by: names of columns, a leading minus for downwards. The last one tells rows apart.

    Columns in `nullable` run upwards, and what is empty comes last.
    """

    columns: tuple[str, ...]
    nullable: frozenset[str] = field(default=frozenset())

    @property
    def identity(self) -> str:
        return self.columns[-1].lstrip("-")

    def sort(self, strand: QuerySet[Any, Row], *, backwards: bool = False) -> QuerySet[Any, Row]:
        return strand.order_by(*(self._term(column, rising=self._rises(column, backwards)) for column in self.columns))

    def beyond(self, row: Any, *, backwards: bool) -> Q:
        """Behind that row, or before it. The first column's bound is said by itself: an index is entered by it."""
        reached, ways = Q(), []
        for column in self.columns:
            name = column.lstrip("-")
            value = getattr(row, name)
            ways.append(reached & self._further(name, value, rising=self._rises(column, backwards)))
            reached &= Q(**{name: value}) if value is not None else Q(**{f"{name}__isnull": True})
        return self._bound(row, backwards=backwards) & reduce(or_, ways)

    def places(self, row: Any) -> bool:
        """Has the row everything that it is ordered by?"""
        names = {column.lstrip("-") for column in self.columns} - self.nullable
        return all(getattr(row, name) is not None for name in names)

    def woven(self, rows: Sequence[Row]) -> list[Row]:
        """In order, each once."""
        found = list({getattr(row, self.identity): row for row in rows}.values())
        for column in reversed(self.columns):
            name = column.lstrip("-")
            found.sort(key=lambda row: (getattr(row, name) is None, getattr(row, name)), reverse=column != name)
        return found

    def _rises(self, column: str, backwards: bool) -> bool:
        return column.startswith("-") == backwards

    def _term(self, column: str, *, rising: bool) -> Any:
        name = column.lstrip("-")
        if name not in self.nullable:
            return name if rising else f"-{name}"
        return F(name).asc(nulls_last=True) if rising else F(name).desc(nulls_first=True)

    def _further(self, name: str, value: Any, *, rising: bool) -> Q:
        if value is None:
            return Q(pk__in=[]) if rising else Q(**{f"{name}__isnull": False})
        if not rising:
            return Q(**{f"{name}__lt": value})
        above = Q(**{f"{name}__gt": value})
        return above | Q(**{f"{name}__isnull": True}) if name in self.nullable else above

    def _bound(self, row: Any, *, backwards: bool) -> Q:
        name = self.columns[0].lstrip("-")
        if name in self.nullable:
            return Q()
        side = "gte" if self._rises(self.columns[0], backwards) else "lte"
        return Q(**{f"{name}__{side}": getattr(row, name)})


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """One page. `newer` and `older` are the rows' identities that lead to the pages beside it, empty at the ends."""

    rows: list[Row]
    newer: str = ""
    older: str = ""


def slice_of(
    strands: Sequence[QuerySet[Any, Row]],
    order: Order,
    *,
    size: int,
    among: Sequence[QuerySet[Any, Row]],
    after: str = "",
    before: str = "",
) -> Slice[Row]:
    """The rows behind the row of that identity, or before it; the first ones when there is no such row in `among`.

    Only the identity goes into the address: the values it stands for (the minute of a report) may be nobody's business.
    """
    start = _row(among, order, after or before)
    backwards = start is not None and not after
    ordered = [order.sort(strand, backwards=backwards) for strand in strands]
    if start is not None:
        ordered = [strand.filter(order.beyond(start, backwards=backwards)) for strand in ordered]
    rows = order.woven([row for strand in ordered for row in strand[: size + 1]])
    more = len(rows) > size
    rows = rows[-size:] if backwards else rows[:size]
    return Slice(
        rows,
        newer=_identity(rows[:1], order) if (more if backwards else start is not None) else "",
        older=_identity(rows[-1:], order) if (backwards or more) else "",
    )


def count_up_to(most: int, strands: Sequence[QuerySet[Any, Any]], order: Order) -> int:
    """How many rows there are; `most` for more. In order, so that an index is read and not a table."""
    left = most
    for strand in strands:
        left -= order.sort(strand)[:left].count() if left else 0
    return most - left


def _row(among: Sequence[QuerySet[Any, Row]], order: Order, identity: str) -> Row | None:
    """None for an identity that is none, is elsewhere, or has left the columns that the order needs."""
    if not identity:
        return None
    for strand in among:
        try:
            row = strand.filter(**{order.identity: identity}).first()
        except (ValidationError, ValueError):
            return None
        if row is not None:
            return row if order.places(row) else None
    return None


def _identity(rows: list[Row], order: Order) -> str:
    return str(getattr(rows[0], order.identity)) if rows else ""


def where_from(request: HttpRequest) -> dict[str, str]:
    """Which page of a list was asked for."""
    return {name: request.GET.get(name, "") for name in ("after", "before")}
