"""How much of what is owed is done: for who leads or oversees, by place and office, with what was missed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forms.models import Record
from portal.access.refusal import Refused
from portal.columns import Columns, columns
from portal.directory import codes
from portal.directory.models import Area, Post
from portal.keyset import Order, Slice, slice_of, where_from
from portal.smallcounts import most_of_few
from workflows.charts.stacked import Part, stacked
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.cases import places_around
from workflows.desk.duties.listing import Entry, entries, with_records
from workflows.desk.duties.saying import said_period
from workflows.desk.extracts import FileForm
from workflows.extracts import missed
from workflows.extracts import services as extracts
from workflows.measuring.coverage import WHOLE, Coverage, Said, coverage, said
from workflows.measuring.scope import may_count, names_of, scope_of
from workflows.models import Extract
from workflows.obligations.counting import Chosen, span_of
from workflows.obligations.models import ObligationVersion, Owed
from workflows.obligations.periods import before, span_at
from workflows.obligations.publishing import InForce, in_force

BAR = 1000
PERIODS = 6
# The tables, by place.
AREAS, UNITS = 0, 1
MOST_UNITS = 12
PAGE = 30
LATEST_FIRST = Order(("-due_at", "pk"))


@dataclass(frozen=True)
class Row:
    label: str
    said: Said
    code: str = ""

    @property
    def bar(self) -> tuple[Part, ...]:
        return stacked(self.said.amounts, whole=self.said.counts.owed, width=BAR)


@dataclass(frozen=True)
class Looked(Chosen):
    """What the page is asked for."""

    place: str


def may_open(post: Post) -> bool:
    """For the navigation."""
    return any(may_count(hat) for hat in post.hats()) and ObligationVersion.objects.exists()


@at_desk
def coverage_page(request: DeskRequest) -> HttpResponse:
    known, looked = _looked(request)
    context: dict[str, Any] = {"duties": [(one.schema, bool(looked and one == looked.one)) for one in known]}
    if looked is not None:
        now = timezone.now()
        total, areas, units = _tables(looked, now, request.post)
        later = span_at(looked.every, looked.span.behind)
        context |= {
            "chosen": looked.one.schema,
            "span": looked.span,
            "said": said_period(looked.span.key),
            "before": before(looked.every, looked.span).key,
            "after": later.key if later.first <= timezone.localdate(now) else None,
            "place": looked.place,
            "places": places_around(request, looked.place),
            "total": total,
            "trend": _trend(looked, now, request.post),
            "areas": areas,
            "units": units,
        }
    return render(request, "workflows/desk/duties_coverage.html", context)


@at_desk
def missed_page(request: DeskRequest) -> HttpResponse:
    """What was missed in the period, record by record, as far as the post sees the records."""
    _known, looked = _looked(request)
    if looked is None:
        raise Http404
    form = FileForm(request.POST or None, initial={"kind": Extract.Kind.XLSX})
    if request.method == "POST" and form.is_valid():
        return _ask_for_file(request, looked, form.cleaned_data)
    page = _missed(request, looked)
    context = {
        "form": form,
        "chosen": looked.one.schema,
        "span": looked.span,
        "said": said_period(looked.span.key),
        "place": looked.place,
        "page": page,
        "rows": _entries(request, page),
    }
    return render(request, "workflows/desk/duties_missed.html", context)


def _ask_for_file(request: DeskRequest, looked: Looked, said: dict[str, Any]) -> HttpResponse:
    which = missed.stored(looked.span.key, looked.place)
    try:
        extracts.ask_for_missed(
            looked.one.schema.key, which, kind=said["kind"], purpose=said["purpose"], by=request.post
        )
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("desk:extracts")


def _missed(request: DeskRequest, looked: Looked) -> Slice[Owed]:
    seen = Record.objects.visible_to(request.user).order_by().values("pk")
    rows = looked.rows().missed(timezone.now()).filter(record__in=seen)
    where = where_from(request)
    among = [rows] if any(where.values()) else []
    return slice_of([with_records(rows)], LATEST_FIRST, size=PAGE, among=among, **where)


def _entries(request: DeskRequest, page: Slice[Owed]) -> list[Entry]:
    return entries(request.post, page.rows)


def _looked(request: DeskRequest) -> tuple[list[InForce], Looked | None]:
    """Raises Http404 for who may not count."""
    place = _place(request)
    scope = scope_of(request.post, place)
    if scope is None:
        raise Http404
    known = sorted(in_force(), key=lambda one: one.schema.key)
    wanted = request.GET.get("duty", "")
    one = next((one for one in known if not wanted or one.schema.key == wanted), None)
    if one is None:
        return known, None
    return known, Looked(one, span_of(one, request.GET.get("period", ""), timezone.localdate()), scope, place)


def _place(request: DeskRequest) -> str:
    code = request.GET.get("place", "")
    mine = request.post.organisation.area_id
    return code if codes.is_code(code) and mine in codes.lineage(code) else ""


def _tables(looked: Looked, now: datetime, post: Post) -> tuple[Said, list[Row], list[Row]]:
    """The whole; by where the records are, the places directly below; by organisation, those with the least done.

    Of whom there is too little to say nothing is said. Nor is, in either table, what would tell it by subtraction.
    """
    areas, units = _by_area(looked, now), coverage(looked.rows(), F("organisation"), now)
    whole = sum(units.values(), Coverage())
    ranked = sorted((key for key, row in units.items() if key and not row.is_small), key=lambda key: _done(units[key]))
    shown = [(AREAS, code) for code in areas] + [(UNITS, unit) for unit in ranked[:MOST_UNITS]]
    kept = _unsaid_above(looked, now, post)
    found = said(whole, areas, units, shown=shown, kept=kept)
    names = dict(Area.objects.filter(code__in=areas).values_list("code", "name"))
    places = [Row(names.get(code, code), found[AREAS, code], code) for code in areas]
    titles = names_of(looked.scope.organisations())
    rows = [Row(titles.get(unit, ""), found[UNITS, unit]) for unit in ranked[:MOST_UNITS]]
    return found[WHOLE], sorted(places, key=_worst_first), sorted(rows, key=_worst_first)


def _unsaid_above(looked: Looked, now: datetime, post: Post) -> frozenset[str]:
    """What of this place is not said in the tables of the places around it, which the post can open as well."""
    kept: frozenset[str] = frozenset()
    around = [code for code in reversed(codes.lineage(looked.scope.area_code)) if scope_of(post, code) is not None]
    mine = post.organisation.area_id
    inside = around[around.index(mine) :] if mine in around else []
    for outer, inner in pairwise(inside):
        scope = scope_of(post, outer)
        areas = _by_area(replace(looked, scope=scope), now) if scope else {}
        rows = said(sum(areas.values(), Coverage()), areas, kept=kept)
        kept = rows[AREAS, inner].hidden if inner in areas else frozenset()
    return kept


def _by_area(looked: Looked, now: datetime) -> Mapping[str, Coverage]:
    level = codes.level_of(looked.scope.area_code)
    if level == codes.Level.VILLAGE:
        return {}
    digits = codes.SIGNIFICANT_DIGITS[codes.Level(level + 1)]
    return coverage(looked.rows(), Concat(Substr("area_code", 1, digits), Value("0" * (12 - digits))), now)


def _done(counts: Coverage) -> int:
    return 100 if counts.share is None else counts.share


def _worst_first(row: Row) -> tuple[bool, int, str]:
    """In the order of what is said only."""
    exact = row.said.is_whole and not row.said.counts.is_small
    return not exact, _done(row.said.counts) if exact else 0, row.label


def _trend(looked: Looked, now: datetime, post: Post) -> Columns:
    """The last periods: done and not done. One of few is left empty, and one that its own page does not say."""
    spans = [looked.span]
    while len(spans) < PERIODS:
        spans.insert(0, before(looked.every, spans[0]))
    return columns([_column(replace(looked, span=span), now, post) for span in spans])


def _column(looked: Looked, now: datetime, post: Post) -> tuple[str, int, int]:
    label = looked.span.key.partition("-")[2] or looked.span.key
    whole, _areas, _units = _tables(looked, now, post)
    counts = whole.counts
    if counts.is_small or not whole.is_whole or _unsaid_above(looked, now, post):
        return label, 0, 0
    # Of a handful is drawn that they are few.
    left = most_of_few(counts.missed + counts.open)
    done = max(counts.owed - left, most_of_few(counts.met))
    return label, done, counts.owed - done
