"""`month/2026-12/` below a list of activities: what takes place on each day of a month."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.models import ActivityIndexPage, ActivityPage
from content.months import Month
from content.text import LONGEST_QUERY
from portal.localday import beginning_of

# So many months before and after this one have a page.
FARTHEST = 24
# A longer month is asked for by its places.
MOST = 300
_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Meeting:
    """One session of an activity."""

    starts: datetime
    ends: datetime
    activity: ActivityPage


@dataclass(frozen=True)
class Day:
    day: date
    is_today: bool = False
    meetings: list[Meeting] = field(default_factory=list)


@require_safe
def month(request: HttpRequest, index: ActivityIndexPage, written: str) -> HttpResponse:
    """Days without anything are there, too. A month out of reach is not found, so no robot walks on for ever."""
    shown, here = Month.read(written), Month.of(timezone.localdate())
    if shown is None or shown.away_from(here) > FARTHEST:
        raise Http404
    place = request.GET.get("place", "").strip()[:LONGEST_QUERY]
    found = _activities(index, shown, place)
    days = _days(shown, found[:MOST])
    chosen = f"?{urlencode({'place': place})}" if place else ""
    context = {
        "page": index, "month": shown, "days": days, "place": place, "has_more": len(found) > MOST,
        "is_empty": not any(day.meetings for day in days), "is_here": shown == here, "here": here,
        "before": _reachable(shown.moved(-1), here), "after": _reachable(shown.moved(1), here),
        "weekdays": [_MONDAY + timedelta(days=each) for each in range(7)],
        "chosen": chosen, "list_href": f"{index.get_url(request)}{chosen}", "here_href": f"../{here}/{chosen}",
        "address": request.build_absolute_uri(request.path),
    }  # fmt: skip
    response = render(request, "content/activity_month.html", context)
    response.is_public_page = not index.get_view_restrictions().exists()  # type: ignore[attr-defined]
    return response


def _activities(index: ActivityIndexPage, shown: Month, place: str) -> list[ActivityPage]:
    """One more than are shown, when there are more."""
    everything = ActivityPage.objects.child_of(index).filter(index.open_to_all).near(place).defer("outcome")
    start, end = (beginning_of(each.first) for each in (shown, shown.moved(1)))
    return list(everything.between(start, end).order_by("starts_at", "pk")[: MOST + 1])


def _days(shown: Month, activities: list[ActivityPage]) -> list[Day]:
    """A session that goes over midnight stands on the day it begins."""
    meetings: dict[date, list[Meeting]] = defaultdict(list)
    for activity in activities:
        for starts, ends in activity.times:
            meetings[starts.date()].append(Meeting(starts, ends, activity))
    today = timezone.localdate()
    return [Day(day, day == today, sorted(meetings[day], key=lambda each: each.starts)) for day in shown.days]


def _reachable(other: Month, here: Month) -> Month | None:
    return other if other.away_from(here) <= FARTHEST else None
