"""What was done for children in the last twelve months, from the activities that everybody may read.

A month of a handful is not told from which; and no sum tells it by subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.columns import Columns, columns
from portal.localday import beginning_of

if TYPE_CHECKING:
    from content.models.activity import ActivityQuerySet

MONTHS = 12
# From so many on a count is said as it is.
LEAST = 5


@dataclass(frozen=True)
class Month:
    first: date
    children: int

    @property
    def is_small(self) -> bool:
        return 0 < self.children < LEAST

    @property
    def said(self) -> str:
        return _("fewer than %(n)d") % {"n": LEAST} if self.is_small else str(self.children)


@dataclass(frozen=True)
class Figures:
    """`children` and `hours` as they are said; `hours` may be empty."""

    months: list[Month]
    children: str
    activities: int
    hours: str

    @property
    def columns(self) -> Columns:
        """A small month is left empty."""
        return columns([(_label(month.first), 0 if month.is_small else month.children, 0) for month in self.months])


def last_year(activities: ActivityQuerySet, today: date) -> Figures | None:
    """The twelve full months before this one; None where there is too little to draw."""
    firsts = [_month_before(today, steps) for steps in range(MONTHS, 0, -1)]
    done = activities.behind(timezone.now()).filter(
        starts_at__gte=beginning_of(firsts[0]), starts_at__lt=beginning_of(today.replace(day=1))
    )
    rows = done.order_by().annotate(month=TruncMonth("starts_at")).values("month")
    found = {
        row["month"].date(): row
        for row in rows.annotate(count=Count("pk"), children=Sum("children_served"), hours=Sum("service_hours"))
    }
    months = [Month(first, _sum(found, first, "children")) for first in firsts]
    children = sum(month.children for month in months)
    if children < LEAST:
        return None
    hours = sum((row["hours"] or Decimal(0) for row in found.values()), Decimal(0))
    return Figures(months, _said(months), sum(row["count"] for row in found.values()), _hours(hours))


def _sum(found: dict[date, Any], first: date, name: str) -> int:
    return int(found[first][name] or 0) if first in found else 0


def _said(months: list[Month]) -> str:
    """The sum. Beside a month of a handful only the sum of the others is said, which anybody can work out."""
    others = sum(month.children for month in months if not month.is_small)
    small = sum(month.is_small for month in months)
    if not small:
        return str(others)
    return _("more than %(n)d") % {"n": others} if others else _("fewer than %(n)d") % {"n": LEAST * small}


def _hours(hours: Decimal) -> str:
    return str(round(hours)) if hours else ""


def _month_before(today: date, steps: int) -> date:
    years, month = divmod(today.year * 12 + today.month - 1 - steps, 12)
    return date(years, month + 1, 1)


def _label(first: date) -> str:
    return pgettext("below a column of a chart", "%(month)d") % {"month": first.month}
