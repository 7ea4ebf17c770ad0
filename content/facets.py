"""The list of policy documents narrowed step by step: by which issuers, levels, years, subjects there are, with counts.

A choice is a plain link. The count beside it is how many documents are left when it is taken, whatever else is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.db.models import Expression

    from content.models.policy import PolicyQuerySet

# Options of a facet that are seen at once; the others lie folded below.
AT_ONCE = 8
LONGEST_VALUE = 200


@dataclass(frozen=True)
class Facet:
    """`column`: what is counted by. `order` of (value, count); `accepts`: whether there can be such a value at all."""

    key: str
    title: str | Promise
    column: Callable[[], Expression | Any]
    label: Callable[[str], str | Promise] = lambda value: value
    order: Callable[[tuple[str, int]], Any] = lambda option: (-option[1], option[0])
    accepts: Callable[[str], bool] = bool

    def narrow(self, pages: PolicyQuerySet, value: str) -> PolicyQuerySet:
        name = f"of_{self.key}"
        left: PolicyQuerySet = pages.alias(**{name: Cast(self.column(), CharField())}).filter(**{name: value})
        return left


@dataclass(frozen=True)
class Option:
    label: str | Promise
    count: int
    is_chosen: bool
    query: str


@dataclass(frozen=True)
class Shown:
    """A facet as the page shows it."""

    key: str
    title: str | Promise
    options: list[Option]

    @property
    def first(self) -> list[Option]:
        """Those that are seen at once, and the chosen one wherever it stands."""
        return [option for place, option in enumerate(self.options) if place < AT_ONCE or option.is_chosen]

    @property
    def rest(self) -> list[Option]:
        return [option for place, option in enumerate(self.options) if place >= AT_ONCE and not option.is_chosen]

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.is_chosen), None)


class Narrowing:
    """What is chosen of some facets. A value that cannot be is no choice."""

    def __init__(self, facets: tuple[Facet, ...], query: QueryDict) -> None:
        self.facets, self.query = facets, query
        self.chosen = {facet.key: value for facet in facets if (value := _value(facet, query))}

    def narrowed(self, pages: PolicyQuerySet, *, but: str = "") -> PolicyQuerySet:
        for facet in self.facets:
            if facet.key in self.chosen and facet.key != but:
                pages = facet.narrow(pages, self.chosen[facet.key])
        return pages

    def shown(self, pages: PolicyQuerySet) -> list[Shown]:
        """Every facet that has something to choose, counted in one query."""
        counts = self._counts(pages)
        shown = [Shown(facet.key, facet.title, self._options(facet, counts[facet.key])) for facet in self.facets]
        return [facet for facet in shown if len(facet.options) > 1 or facet.chosen]

    def _counts(self, pages: PolicyQuerySet) -> dict[str, dict[str, int]]:
        parts = [_counted(facet, self.narrowed(pages, but=facet.key)) for facet in self.facets]
        counts: dict[str, dict[str, int]] = {facet.key: {} for facet in self.facets}
        for key, value, count in parts[0].union(*parts[1:], all=True):
            if value:
                counts[key][value] = count
        return counts

    def _options(self, facet: Facet, counts: Mapping[str, int]) -> list[Option]:
        chosen = self.chosen.get(facet.key)
        if chosen is not None:
            counts = {chosen: 0, **counts}
        return [
            Option(facet.label(value), count, value == chosen, self._query(facet, "" if value == chosen else value))
            for value, count in sorted(counts.items(), key=facet.order)
        ]

    def _query(self, facet: Facet, value: str) -> str:
        """The address with this choice, on its first page; without it when the value is empty."""
        query = self.query.copy()
        query.pop("page", None)
        query.pop(facet.key, None)
        if value:
            query[facet.key] = value
        return f"?{query.urlencode()}" if query else "./"


def _value(facet: Facet, query: QueryDict) -> str:
    value = query.get(facet.key, "").strip()[:LONGEST_VALUE]
    return value if facet.accepts(value) else ""


def _counted(facet: Facet, pages: PolicyQuerySet) -> Any:
    named = pages.order_by().annotate(facet=Value(facet.key), value=Cast(facet.column(), CharField()))
    return named.values_list("facet", "value").annotate(count=Count("pk"))
