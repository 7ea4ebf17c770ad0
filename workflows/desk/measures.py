"""Measures: how much was done in a period, how fast, how much of it in time, and where work piles up. Counts only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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
from portal.directory.models import Area, Post
from portal.words import spoken
from workflows.charts.stacked import Part, stacked
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.cases import places_around
from workflows.measuring.load import Load, by_step
from workflows.measuring.pace import Pace, paces
from workflows.measuring.period import Kind, Period
from workflows.measuring.scope import Scope, may_count, names_of, scope_of
from workflows.measuring.small import is_small, said_count
from workflows.models import WorkflowVersion
from workflows.schema import SUPERVISION

BAR = 1000
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
    pace: Pace
    bar: tuple[Part, ...]
    code: str = ""

    @property
    def done(self) -> str:
        return said_count(self.pace.done)

    @property
    def spans(self) -> list[str]:
        return [said_count(count) for count in self.pace.spans]

    @property
    def mean(self) -> str:
        return _span(self.pace.mean) if self.pace.mean else "–"


@dataclass(frozen=True)
class Waiting:
    """A step and how much waits there now."""

    label: str
    note: str
    load: Load
    bar: tuple[Part, ...]

    @property
    def open(self) -> str:
        return said_count(self.load.open)

    @property
    def ages(self) -> list[str]:
        return [said_count(count) for count in self.load.ages]

    @property
    def overdue(self) -> str:
        return said_count(self.load.overdue)


@at_desk
def measures(request: DeskRequest) -> HttpResponse:
    place = _place(request)
    scope = scope_of(request.post, place)
    if scope is None:
        raise Http404
    now = timezone.localtime()
    period = Period.read(request.GET.get("period", "")) or Period.around(now.date(), "month")
    bounds = period.bounds(timezone.get_current_timezone())
    tasks, steps = scope.tasks(), _steps()
    by_key = paces(tasks, "key", *bounds)
    total = sum(by_key.values(), Pace())
    waiting = by_step(tasks, now)
    late_now = sum(load.overdue for load in waiting.values())
    context = {
        "period": period,
        "said": said(period),
        "before": period.moved(-1),
        "after": period.moved(1) if period.behind <= now.date() else None,
        "kinds": [(title, Period.around(_within(period, now.date()), kind), kind) for kind, title in KINDS.items()],
        "place": place,
        "places": places_around(request, place),
        "total": Row("", "", total, ()),
        "trend": _trend(scope, period),
        "steps": _by_step(by_key, steps),
        "waiting": _waiting(waiting, steps),
        "areas": _by_area(scope, bounds),
        "units": _by_unit(scope, bounds),
        "open_now": said_count(sum(load.open for load in waiting.values())),
        "late_now": said_count(late_now),
        "is_late": late_now > 0,
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


def _by_step(found: Mapping[str, Pace], steps: Mapping[str, tuple[str, str]]) -> list[Row]:
    """The slowest first; what too few did last."""
    ranked = sorted(found.items(), key=lambda one: (one[1].is_small, -(one[1].mean or timedelta()), one[0]))
    return [Row(*steps.get(key, (key, "")), pace, _spans(pace)) for key, pace in ranked]


def _waiting(found: Mapping[str, Load], steps: Mapping[str, tuple[str, str]]) -> list[Waiting]:
    """Where most of it waits first."""
    most = max((load.open for load in found.values()), default=0)
    ranked = sorted(found.items(), key=lambda one: (-one[1].open, one[0]))
    return [
        Waiting(
            *steps.get(key, (key, "")), load, () if is_small(load.open) else stacked(load.ages, whole=most, width=BAR)
        )
        for key, load in ranked
    ]


def _by_area(scope: Scope, bounds: Any) -> list[Row]:
    """The places directly below, by where the organisations are; those of the place itself first."""
    level = codes.level_of(scope.area_code)
    if level == codes.Level.VILLAGE:
        return []
    below = codes.Level(level + 1)
    found = paces(scope.tasks(), _cut(below), *bounds)
    names = dict(Area.objects.filter(code__in=found).values_list("code", "name"))
    own = {code: pace for code, pace in found.items() if code == scope.area_code}
    rows = [Row(_("The level itself"), names.get(code, ""), pace, _in_time(pace)) for code, pace in own.items()]
    return rows + [
        Row(names.get(code, code), "", found[code], _in_time(found[code]), code=code)
        for code in sorted(set(found) - set(own))
    ]


def _cut(level: codes.Level) -> Any:
    """The code of the place of that level in which an organisation lies."""
    digits = codes.SIGNIFICANT_DIGITS[level]
    return Concat(Substr("organisation__area_id", 1, digits), Value("0" * (12 - digits)))


def _by_unit(scope: Scope, bounds: Any) -> list[Row]:
    """Those with the most late work first; of whom there is too little to say nothing is said."""
    found = {unit: pace for unit, pace in paces(scope.tasks(), "organisation", *bounds).items() if not pace.is_small}
    ranked = sorted(found.items(), key=lambda one: (-one[1].late, -one[1].done, one[0]))[:MOST_UNITS]
    names = names_of(scope.organisations())
    return [Row(names.get(unit, ""), "", pace, _in_time(pace)) for unit, pace in ranked]


def _trend(scope: Scope, period: Period) -> Columns:
    """What was done in the months up to the end of the period, in time and late. A month of few is left empty."""
    today = timezone.localdate()
    end = min(period.behind, Period.around(today, "month").behind)
    months = [Period("month", end.year, end.month).moved(-steps) for steps in range(MONTHS, 0, -1)]
    return columns([_column(month, _total(scope, month, today)) for month in months])


def _total(scope: Scope, month: Period, today: date) -> Pace:
    """What is over stays as it was, so it is asked once a day."""
    bounds = month.bounds(timezone.get_current_timezone())
    lasting = A_DAY if month.behind <= today else A_MOMENT
    functions = ",".join(sorted(scope.functions))
    key = f"measures:{month}:{scope.area_code}:{functions}"
    found = cache.get(key)
    if not isinstance(found, Pace):
        found = sum(paces(scope.tasks(), "key", *bounds).values(), Pace())
        cache.set(key, found, lasting)
    return found


def _column(month: Period, pace: Pace) -> tuple[str, int, int]:
    label = pgettext("below a column of a chart", "%(month)d") % {"month": month.month}
    return (label, 0, 0) if pace.is_small else (label, pace.done - pace.late, pace.late)


def _spans(pace: Pace) -> tuple[Part, ...]:
    return () if pace.is_small else stacked(pace.spans, whole=pace.done, width=BAR)


def _in_time(pace: Pace) -> tuple[Part, ...]:
    return () if pace.is_small else stacked((pace.timed - pace.late, pace.late), whole=pace.timed, width=BAR)


def _span(took: timedelta) -> str:
    hours = took.total_seconds() / 3600
    if hours < 1:
        return _("%(n)d min") % {"n": max(1, round(hours * 60))}
    if hours < 48:
        return _("%(n).1f h") % {"n": hours}
    return _("%(n).1f days") % {"n": hours / 24}
