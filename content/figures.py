"""What was done for children in the last twelve months, from the activities that everybody may read.

An activity of a handful of children is in no sum: the pages of the others say how many came, and would tell it by
subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.columns import Columns, columns
from portal.localday import beginning_of
from portal.smallcounts import LEAST, most_of_few

if TYPE_CHECKING:
    from content.models.activity import ActivityQuerySet

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """`children` of the activities that say how many came; `few` are the activities of a handful beside them."""

    first: date
    children: int
    few: int = 0

    @property
    def said(self) -> str:
        return _said(self.children, self.few)


@dataclass(frozen=True)
class Figures:
    """`children` and `hours` as they are said; `hours` may be empty."""

    months: list[Month]
    children: str
    activities: int
    hours: str

    @property
    def columns(self) -> Columns:
        """A handful is not drawn."""
        return columns([(_label(month.first), month.children, 0) for month in self.months])


def last_year(activities: ActivityQuerySet, today: date) -> Figures | None:
    """The twelve full months before this one; None where there is too little to draw."""
    firsts = [_month_before(today, steps) for steps in range(MONTHS, 0, -1)]
    done = activities.behind(timezone.now()).filter(
        starts_at__gte=beginning_of(firsts[0]), starts_at__lt=beginning_of(today.replace(day=1))
    )
    rows = done.order_by().annotate(month=TruncMonth("starts_at")).values("month")
    said, few = Q(children_served__gte=LEAST), Q(children_served__gt=0, children_served__lt=LEAST)
    rows = rows.annotate(
        count=Count("pk"),
        children=Sum("children_served", filter=said),
        few=Count("pk", filter=few),
        hours=Sum("service_hours"),
    )
    found = {row["month"].date(): row for row in rows}
    months = [Month(first, _sum(found, first, "children"), _sum(found, first, "few")) for first in firsts]
    children = sum(month.children for month in months)
    if not children:
        return None
    hours = sum((row["hours"] or Decimal(0) for row in found.values()), Decimal(0))
    whole = _said(children, sum(month.few for month in months))
    return Figures(months, whole, sum(row["count"] for row in found.values()), _hours(hours))


def _sum(found: dict[date, Any], first: date, name: str) -> int:
    return int(found[first][name] or 0) if first in found else 0


def _said(children: int, few: int) -> str:
    """With what anybody can work out of the activities themselves, and no more."""
    if not few:
        return str(children)
    most = few * most_of_few(1) + 1
    return _("more than %(n)d") % {"n": children} if children else _("fewer than %(n)d") % {"n": most}


def _hours(hours: Decimal) -> str:
    return str(round(hours)) if hours else ""


def _month_before(today: date, steps: int) -> date:
    years, month = divmod(today.year * 12 + today.month - 1 - steps, 12)
    return date(years, month + 1, 1)


def _label(first: date) -> str:
    return pgettext("below a column of a chart", "%(month)d") % {"month": first.month}
