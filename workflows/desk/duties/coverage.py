"""How much of what is owed is done: for who leads or oversees, by place and office, with what was missed."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forms.models import Record
from portal.directory import codes
from portal.directory.models import Area, Organisation, Post
from portal.directory.services import lies_in, ranges_of, within
from portal.keyset import Order, Slice, slice_of, where_from
from workflows.charts.columns import Columns, columns
from workflows.charts.stacked import Part, stacked
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.cases import places_around
from workflows.desk.duties.listing import Entry, entries, with_records
from workflows.desk.duties.saying import said_period
from workflows.measuring.coverage import Coverage, coverage
from workflows.measuring.scope import FEW, Scope, may_count, names_of, scope_of
from workflows.measuring.small import said_count
from workflows.obligations.models import ObligationVersion, Owed, OwedQuerySet
from workflows.obligations.periods import Span, before, read, span_at
from workflows.obligations.publishing import InForce, in_force
from workflows.obligations.schema import Every

BAR = 1000
PERIODS = 6
MOST_UNITS = 12
PAGE = 30
LATEST_FIRST = Order(("-due_at", "pk"))


@dataclass(frozen=True)
class Row:
    label: str
    counts: Coverage
    bar: tuple[Part, ...]
    code: str = ""

    @property
    def owed(self) -> str:
        return said_count(self.counts.owed)

    @property
    def said(self) -> list[str]:
        """Done, missed, excused, to do; of few nothing, for the share would tell whose."""
        return ["–"] * 4 if self.counts.is_small else [said_count(count) for count in self.counts.parts]

    @property
    def share(self) -> str:
        return "–" if self.counts.is_small or self.counts.share is None else f"{self.counts.share}%"


@dataclass(frozen=True)
class Looked:
    """What the page is asked for."""

    one: InForce
    span: Span
    scope: Scope
    place: str

    @property
    def every(self) -> Every:
        """What ends on a day is looked at by the month of that day."""
        return self.one.schema.every or "month"

    def rows(self, span: Span | None = None) -> OwedQuerySet:
        span = span or self.span
        rows = _of_scope(self.scope).filter(obligation=self.one.obligation).counted()
        if self.one.schema.every:
            return rows.filter(period=span.key)
        return rows.filter(due_at__gte=_start(span.first), due_at__lt=_start(span.behind))


def may_open(post: Post) -> bool:
    """For the navigation."""
    return any(may_count(hat) for hat in post.hats()) and ObligationVersion.objects.exists()


@at_desk
def coverage_page(request: DeskRequest) -> HttpResponse:
    known, looked = _looked(request)
    context: dict[str, Any] = {"duties": [(one.schema, bool(looked and one == looked.one)) for one in known]}
    if looked is not None:
        now = timezone.now()
        total = sum(coverage(looked.rows(), F("period"), now).values(), Coverage())
        later = span_at(looked.every, looked.span.behind)
        context |= {
            "chosen": looked.one.schema,
            "span": looked.span,
            "said": said_period(looked.span.key),
            "before": before(looked.every, looked.span).key,
            "after": later.key if later.first <= timezone.localdate(now) else None,
            "place": looked.place,
            "places": places_around(request, looked.place),
            "total": _row("", total),
            "trend": _trend(looked, now),
            "areas": _by_area(looked, now),
            "units": _by_unit(looked, now),
        }
    return render(request, "workflows/desk/duties_coverage.html", context)


@at_desk
def missed_page(request: DeskRequest) -> HttpResponse:
    """What was missed in the period, record by record, as far as the post sees the records."""
    _known, looked = _looked(request)
    if looked is None:
        raise Http404
    page = _missed(request, looked)
    context = {
        "chosen": looked.one.schema,
        "span": looked.span,
        "said": said_period(looked.span.key),
        "place": looked.place,
        "page": page,
        "rows": _entries(request, page),
    }
    return render(request, "workflows/desk/duties_missed.html", context)


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
    every: Every = one.schema.every or "month"
    span = read(request.GET.get("period", ""))
    # Of another kind of period: the one around its first day.
    span = span_at(every, span.first if span else timezone.localdate())
    return known, Looked(one, span, scope, place)


def _place(request: DeskRequest) -> str:
    code = request.GET.get("place", "")
    mine = request.post.organisation.area_id
    return code if codes.is_code(code) and mine in codes.lineage(code) else ""


def _of_scope(scope: Scope) -> OwedQuerySet:
    """Counted, never shown. What nobody answers for counts for its place."""
    few = list(Organisation.objects.filter(scope.organisations()).values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        theirs = Owed.objects.filter(organisation__in=few)
    else:
        inside = within(ranges_of(scope.area_code), "organisation__area_id")
        theirs = Owed.objects.filter(inside, organisation__function__in=scope.functions)
    return theirs | Owed.objects.filter(lies_in(scope.area_code, "area_code"), organisation=None)


def _by_area(looked: Looked, now: datetime) -> list[Row]:
    """By where the records are: the places directly below."""
    level = codes.level_of(looked.scope.area_code)
    if level == codes.Level.VILLAGE:
        return []
    below = codes.Level(level + 1)
    digits = codes.SIGNIFICANT_DIGITS[below]
    found = coverage(looked.rows(), Concat(Substr("area_code", 1, digits), Value("0" * (12 - digits))), now)
    names = dict(Area.objects.filter(code__in=found).values_list("code", "name"))
    rows = [_row(names.get(code, code), counts, code) for code, counts in found.items()]
    return sorted(rows, key=_worst_first)


def _by_unit(looked: Looked, now: datetime) -> list[Row]:
    """Those with the smallest share first; of whom there is too little to say nothing is said."""
    found = coverage(looked.rows().exclude(organisation=None), F("organisation"), now)
    names = names_of(looked.scope.organisations())
    rows = [_row(names.get(unit, ""), counts) for unit, counts in found.items() if not counts.is_small]
    return sorted(rows, key=_worst_first)[:MOST_UNITS]


def _worst_first(row: Row) -> tuple[bool, int, str]:
    share = row.counts.share
    return row.counts.is_small, 100 if share is None else share, row.label


def _row(label: str, counts: Coverage, code: str = "") -> Row:
    done = (counts.met, counts.missed, counts.open)
    bar = () if counts.is_small else stacked(done, whole=counts.owed, width=BAR)
    return Row(label, counts, bar, code)


def _trend(looked: Looked, now: datetime) -> Columns:
    """The last periods: done and not done. One of few is left empty."""
    spans = [looked.span]
    while len(spans) < PERIODS:
        spans.insert(0, before(looked.every, spans[0]))
    counted = [sum(coverage(looked.rows(span), F("period"), now).values(), Coverage()) for span in spans]
    return columns([_column(span, counts) for span, counts in zip(spans, counted, strict=True)])


def _column(span: Span, counts: Coverage) -> tuple[str, int, int]:
    label = span.key.partition("-")[2] or span.key
    return (label, 0, 0) if counts.is_small else (label, counts.met, counts.missed + counts.open)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
