"""The page of an office, with what the documents in force make its duty."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from content.duties.matrix import Cell, matrix_of
from content.duties.reader import office_of
from content.models import PolicyPage, PolicyUnit, UnitPage
from content.models.policy import PolicyQuerySet
from content.models.validity import Validity, standing_now
from content.policytext.offices import Office, is_meant

# The newest documents that are shown; for all there is the search.
MOST = 20
NOT_IN_FORCE = (Validity.REPEALED, Validity.EXPIRED, Validity.CONSULTATION)


@dataclass(frozen=True)
class Named:
    """A document and what the office has to do by it."""

    page: PolicyPage
    cells: list[Cell]


def show(request: HttpRequest, page: UnitPage) -> HttpResponse:
    documents = documents_of(page, timezone.localdate())
    context = {"documents": documents[:MOST], "is_more": len(documents) > MOST}
    return TemplateResponse(request, page.template, {**page.get_context(request), **context})


def documents_of(page: UnitPage, today: date) -> list[Named]:
    """The newest first, one more than are shown. Those that everybody may read and that hold today."""
    office = office_of(page.organisation) if page.organisation else Office((page.title,), "")
    chinese: PolicyQuerySet = PolicyPage.objects.filter(page.open_to_all, locale__language_code=settings.LANGUAGE_CODE)
    in_force = chinese.alias(standing=standing_now()).exclude(standing__in=NOT_IN_FORCE)
    rows = PolicyUnit.objects.filter(page__in=in_force.values("pk")).order_by()
    meant = [name for name in rows.values_list("name", flat=True).distinct() if is_meant(name, office, today)]
    pages = in_force.filter(pk__in=rows.filter(name__in=meant).values("page")).newest_first().defer("body")
    found = (Named(each, _cells(each, office, today)) for each in pages[: MOST + 1])
    return [named for named in found if named.cells]


def _cells(page: PolicyPage, office: Office, today: date) -> list[Cell]:
    units = matrix_of(page.outline["clauses"], today).units_of(office, today)
    return list(_each_clause_once(cell for unit in units for cell in unit.cells))


def _each_clause_once(cells: Iterable[Cell]) -> Iterable[Cell]:
    """An office that a clause names twice leads it where it leads at all."""
    by_clause: dict[str, Cell] = {}
    for cell in cells:
        if cell.clause.id not in by_clause or cell.leads:
            by_clause[cell.clause.id] = cell
    return by_clause.values()
