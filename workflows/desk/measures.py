"""Measures: how much was done in a period, how fast, how much of it in time, and where work piles up. Counts only."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.core.cache import cache
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from portal.columns import Columns, columns
from portal.directory import codes
from portal.directory.models import Area, Organisation, Post
from portal.smallcounts import UNSAID, most_of_few
from portal.words import spoken
from workflows.charts.stacked import Part, stacked
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.cases import places_around
from workflows.measuring.intime import unsaid_in
from workflows.measuring.load import by_area, by_step
from workflows.measuring.pace import Pace, paces
from workflows.measuring.period import Kind, Period
from workflows.measuring.scope import Scope, may_count, names_of, scope_of
from workflows.measuring.told import OPEN, WHOLE, Told, ToldLoad, drawn, said_parts, told, told_loads
from workflows.models import WorkflowVersion
from workflows.schema import SUPERVISION

BAR = 1000
# The tables, by place.
STEPS, AREAS, UNITS = 0, 1, 2
Bounds = tuple[datetime, datetime]
Key = tuple[int, Any]
KINDS: dict[Kind, str | Promise] = {
    "month": pgettext_lazy("a period", "Month"), "quarter": pgettext_lazy("a period", "Quarter"),
    "year": pgettext_lazy("a period", "Year"),
}  # fmt: skip
# Months of the chart, the newest one last.
MONTHS = 6
# Seconds for which the total of a month is remembered: of one that is over, and of the present one.
A_DAY, A_MOMENT = 24 * 60 * 60, 60
# Of organisations, only those with the most late work are named.
MOST_UNITS = 12


@dataclass(frozen=True)
class Row:
    """One bar with what stands beside it."""

    label: str
    note: str
    told: Told
    bar: tuple[Part, ...] = ()
    code: str = ""

    @property
    def spans(self) -> list[str]:
        return said_parts(self.told.spans)

    @property
    def mean(self) -> str:
        return _span(self.told.pace.mean) if self.told.is_said and self.told.pace.mean else UNSAID


@dataclass(frozen=True)
class Waiting:
    """A step and how much waits there now."""

    label: str
    note: str
    told: ToldLoad
    bar: tuple[Part, ...]

    @property
    def ages(self) -> list[str]:
        return said_parts(self.told.ages)


@at_desk
def measures(request: DeskRequest) -> HttpResponse:
    place = _place(request)
    scope = scope_of(request.post, place)
    if scope is None:
        raise Http404
    now = timezone.localtime()
    period = Period.read(request.GET.get("period", "")) or Period.around(now.date(), "month")
    bounds = period.bounds(timezone.get_current_timezone())
    titles, above = _steps(), list(_way_down(request.post, scope))
    kept = _unsaid_above(above, bounds) or period in unsaid_in(scope, period.year)
    found = _tables(scope, bounds, kept=kept)
    waiting = told_loads(by_step(scope.tasks(), now), kept=_unsaid_loads_above(above, now))
    context = {
        "period": period,
        "said": said(period),
        "before": period.moved(-1),
        "after": period.moved(1) if period.behind <= now.date() else None,
        "kinds": [(title, Period.around(_within(period, now.date()), kind), kind) for kind, title in KINDS.items()],
        "place": place,
        "places": places_around(request, place),
        "total": Row("", "", found.whole),
        "trend": _trend(scope, period, above),
        "steps": _step_rows(found.steps, titles),
        "waiting": _waiting({key: one for key, one in waiting.items() if key}, titles),
        "areas": _area_rows(found.areas, scope),
        "units": _unit_rows(found.units, scope),
        "now": waiting[None],
    }
    return render(request, "workflows/desk/measures.html", context)


def may_open(post: Post) -> bool:
    """For the navigation."""
    return any(may_count(hat) for hat in post.hats())


def said(period: Period) -> str:
    if period.kind == "month":
        return formats.date_format(period.first, "YEAR_MONTH_FORMAT")
    if period.kind == "quarter":
        return _("Quarter %(quarter)d of %(year)d") % {"quarter": period.quarter, "year": period.year}
    return _("The year %(year)d") % {"year": period.year}


def _within(period: Period, today: date) -> date:
    """A day of the period that is not to come: another kind of period is looked at around it."""
    return max(period.first, min(today, period.behind - timedelta(days=1)))


def _place(request: DeskRequest) -> str:
    """The place that was asked for, if it lies in the own area."""
    code = request.GET.get("place", "")
    mine = request.post.organisation.area_id
    return code if codes.is_code(code) and mine in codes.lineage(code) else ""


def _steps() -> dict[str, tuple[str, str]]:
    """Every task of the workflows as they are now, by key: its title and that of its state."""
    newest: dict[int, WorkflowVersion] = {}
    versions = WorkflowVersion.objects.filter(workflow__live=True).defer("definition")
    for version in versions.order_by("workflow", "-number"):
        newest.setdefault(version.workflow_id, version)
    states = [state for version in newest.values() for state in version.schema.states]
    own = {SUPERVISION.key: (spoken(SUPERVISION.title), "")}
    return own | {task.key: (spoken(task.title), spoken(state.title)) for state in states for task in state.tasks}


@dataclass(frozen=True)
class Tables:
    whole: Told
    steps: dict[str, Told]
    areas: dict[str, Told]
    units: dict[int, Told]


def _tables(scope: Scope, bounds: Bounds, *, kept: bool) -> Tables:
    """What was done by step, by place and by organisation: each comes to the same, and none tells what another does
    not say. Of organisations of whom there is too little to say, and beyond the first ones, nothing is said.
    """
    tasks = scope.tasks()
    steps, units = paces(tasks, "key", *bounds), paces(tasks, "organisation", *bounds)
    areas = _areas(scope, bounds)
    large = (unit for unit, pace in units.items() if not pace.is_small)
    first = sorted(large, key=lambda unit: _most_late(units, unit))
    first = first[:MOST_UNITS]
    rows = {(STEPS, key): pace for key, pace in steps.items()}
    rows |= {(AREAS, key): pace for key, pace in areas.items()} | {(UNITS, key): pace for key, pace in units.items()}
    sums = _sums(rows) + (_inside(scope, units) if areas else [])
    unshown = [(UNITS, unit) for unit in set(units) - set(first)]
    whole = sum(steps.values(), Pace())
    found = told({WHOLE: whole, **rows}, sums, unshown=unshown, kept=kept)
    return Tables(
        found[WHOLE],
        {key: found[STEPS, key] for key in steps},
        {code: found[AREAS, code] for code in areas},
        {unit: found[UNITS, unit] for unit in first},
    )


def _sums(rows: Iterable[Key]) -> list[tuple[Any, list[Any]]]:
    """Each table comes to the whole."""
    tables: dict[int, list[Key]] = {}
    for table, key in rows:
        tables.setdefault(table, []).append((table, key))
    return [(WHOLE, keys) for keys in tables.values()]


def _inside(scope: Scope, units: Collection[int]) -> list[tuple[Any, list[Any]]]:
    """And the organisations of a place to that."""
    level = codes.Level(codes.level_of(scope.area_code) + 1)
    offices = Organisation.objects.filter(scope.organisations()).values_list("pk", _cut(level, "area_id"))
    places: dict[str, list[Any]] = {}
    for unit, code in offices:
        if unit in units:
            places.setdefault(code, []).append((UNITS, unit))
    return [((AREAS, code), keys) for code, keys in places.items()]


def _most_late(units: Mapping[int, Pace], unit: int) -> tuple[int, int, int]:
    return -units[unit].late, -units[unit].done, unit


def _way_down(post: Post, scope: Scope) -> Iterator[tuple[Scope, str]]:
    """Of the places around the one that is looked at, down from the own one: what the post counts there, and the next
    place below, of whose number it says there whether it can be said here.
    """
    mine = post.organisation.area_id
    around = [*reversed(codes.lineage(scope.area_code))]
    for outer, inner in pairwise(around[around.index(mine) :] if mine in around else []):
        wider = scope_of(post, outer)
        if wider is not None:
            yield wider, inner


def _unsaid_above(above: Iterable[tuple[Scope, str]], bounds: Bounds) -> bool:
    kept = False
    for scope, inner in above:
        areas = _areas(scope, bounds)
        rows = told({WHOLE: sum(areas.values(), Pace()), **areas}, [(WHOLE, list(areas))], kept=kept)
        kept = inner in rows and rows[inner].hidden
    return kept


def _unsaid_loads_above(above: Iterable[tuple[Scope, str]], now: datetime) -> frozenset[str]:
    kept: frozenset[str] = frozenset()
    for scope, inner in above:
        level = codes.Level(codes.level_of(scope.area_code) + 1)
        rows = told_loads(by_area(scope.tasks(), _cut(level, "organisation__area_id"), now), kept=kept)
        kept = rows[inner].hidden if inner in rows else frozenset()
    return kept


def _step_rows(found: Mapping[str, Told], titles: Mapping[str, tuple[str, str]]) -> list[Row]:
    """The slowest first; what too few did last."""
    ranked = sorted(found.items(), key=lambda one: (not one[1].is_said, -_mean(one[1]), one[0]))
    return [
        Row(*titles.get(key, (key, "")), told, stacked(drawn(told.spans), whole=told.pace.done, width=BAR))
        for key, told in ranked
    ]


def _mean(told: Told) -> timedelta:
    return (told.pace.mean or timedelta()) if told.is_said else timedelta()


def _waiting(found: Mapping[str, ToldLoad], titles: Mapping[str, tuple[str, str]]) -> list[Waiting]:
    """Where most of it waits first, as far as that is said."""
    said = {key: sum(drawn(told.ages)) for key, told in found.items()}
    most = max((one.load.open for key, one in found.items() if said[key]), default=0)
    ranked = sorted(found.items(), key=lambda one: (-_most_said(one[1]), one[0]))
    return [
        Waiting(*titles.get(key, (key, "")), told, stacked(drawn(told.ages), whole=most, width=BAR))
        for key, told in ranked
    ]


def _most_said(told: ToldLoad) -> int:
    return 0 if OPEN in told.hidden else told.load.open


def _areas(scope: Scope, bounds: Bounds) -> dict[str, Pace]:
    """The places directly below, by where the organisations are; and what lies in none of them, under the own one."""
    level = codes.level_of(scope.area_code)
    if level == codes.Level.VILLAGE:
        return {}
    return paces(scope.tasks(), _cut(codes.Level(level + 1), "organisation__area_id"), *bounds)


def _area_rows(found: Mapping[str, Told], scope: Scope) -> list[Row]:
    """The place itself first."""
    names = dict(Area.objects.filter(code__in=found).values_list("code", "name"))
    return [
        Row(_("The level itself"), names.get(code, ""), found[code], _in_time(found[code]))
        if code == scope.area_code
        else Row(names.get(code, code), "", found[code], _in_time(found[code]), code=code)
        for code in sorted(found, key=lambda code: (code != scope.area_code, code))
    ]


def _cut(level: codes.Level, column: str) -> Any:
    """The code of the place of that level in which an organisation lies."""
    digits = codes.SIGNIFICANT_DIGITS[level]
    return Concat(Substr(column, 1, digits), Value("0" * (12 - digits)))


def _unit_rows(found: Mapping[int, Told], scope: Scope) -> list[Row]:
    """Those with the most late work first, as far as that is said."""
    names = names_of(scope.organisations())
    rows = [Row(names.get(unit, ""), "", told, _in_time(told)) for unit, told in found.items()]
    return sorted(rows, key=lambda row: (-row.told.amounts[1], not row.told.is_said, row.label))


def _trend(scope: Scope, period: Period, above: Sequence[tuple[Scope, str]]) -> Columns:
    """What was done in the months up to the end of the period, in time and late. A month of few is left empty, and one
    that would tell of few elsewhere.
    """
    today = timezone.localdate()
    end = min(period.behind, Period.around(today, "month").behind)
    months = [Period("month", end.year, end.month).moved(-steps) for steps in range(MONTHS, 0, -1)]
    return columns([_column(month, _total(scope, month, today), above) for month in months])


def _total(scope: Scope, month: Period, today: date) -> Told:
    """What is over stays as it was, so it is asked once a day."""
    bounds = month.bounds(timezone.get_current_timezone())
    lasting = A_DAY if month.behind <= today else A_MOMENT
    functions = ",".join(sorted(scope.functions))
    key = f"measures-told:{month}:{scope.area_code}:{functions}"
    found = cache.get(key)
    if not isinstance(found, Told):
        found = _tables(scope, bounds, kept=month in unsaid_in(scope, month.year)).whole
        cache.set(key, found, lasting)
    return found


def _column(month: Period, total: Told, above: Sequence[tuple[Scope, str]]) -> tuple[str, int, int]:
    label = pgettext("below a column of a chart", "%(month)d") % {"month": month.month}
    if not total.is_said or _unsaid_above(above, month.bounds(timezone.get_current_timezone())):
        return label, 0, 0
    # Of a handful is drawn that they are few.
    late = min(total.pace.done, most_of_few(total.pace.late))
    return label, total.pace.done - late, late


def _in_time(told: Told) -> tuple[Part, ...]:
    return stacked(told.amounts, whole=told.pace.timed, width=BAR)


def _span(took: timedelta) -> str:
    hours = took.total_seconds() / 3600
    if hours < 1:
        return _("%(n)d min") % {"n": max(1, round(hours * 60))}
    if hours < 48:
        return _("%(n).1f h") % {"n": hours}
    return _("%(n).1f days") % {"n": hours / 24}
