"""Activities as appointments for calendars of people (iCalendar, RFC 5545): one activity, or a list to subscribe to.

The same activity has the same bytes until it is published anew. Each session is an appointment of its own, known by the
activity and by its place among the sessions, so one that is put off is moved and not doubled.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import PageQuerySet

from content.models import ActivityIndexPage, ActivityPage, ActivityStatus
from content.text import LONGEST_QUERY
from portal.pagecache import remembered

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Tonghu//Activities for children//ZH"
# A calendar asks again after so long, and keeps what is over for so long.
ASKED_AGAIN = timedelta(hours=6)
KEPT = timedelta(days=90)
MOST = 500
STATUSES = {
    ActivityStatus.CANCELLED: "CANCELLED",
    ActivityStatus.CHANGING: "TENTATIVE",
    ActivityStatus.PAUSED: "TENTATIVE",
}


@require_safe
def of_one(request: HttpRequest, page: ActivityPage) -> HttpResponseBase:
    made = _made(request, page.shown_title, [page])
    return _response(request, made, f"{page.slug}.ics")


@require_safe
def of_list(request: HttpRequest, index: ActivityIndexPage) -> HttpResponseBase:
    """With `?place=` those near a place."""
    place = request.GET.get("place", "").strip()[:LONGEST_QUERY]

    def made() -> bytes:
        title = f"{index.shown_title} · {place}" if place else index.shown_title
        return _made(request, title, _of_late(index, place), asked_again=True)

    # What somebody typed is kept nowhere.
    key = f"appointments:{request.scheme}:{request.get_host()}:{index.pk}:{get_language()}"
    is_for_all = not (place or index.get_view_restrictions().exists())
    return _response(request, remembered(key, made) if is_for_all else made(), f"{index.slug}.ics")


def _of_late(index: ActivityIndexPage, place: str) -> PageQuerySet:
    everything = ActivityPage.objects.child_of(index).filter(index.open_to_all).near(place)
    since = timezone.now() - KEPT
    # What is farthest ahead goes first where there are too many: the newest is what a calendar does not have yet.
    found: PageQuerySet = everything.filter(ends_at__gte=since).defer("outcome").order_by("-starts_at", "-pk")
    return found[:MOST]


def _response(request: HttpRequest, made: bytes, name: str) -> HttpResponseBase:
    etag = quote_etag(hashlib.blake2b(made, digest_size=12).hexdigest())
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment", "ETag": etag}
    response = HttpResponse(made, content_type=MEDIA_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


def _made(request: HttpRequest, title: str, pages: Iterable[ActivityPage], *, asked_again: bool = False) -> bytes:
    from icalendar import Calendar  # loaded by who asks for appointments: most processes never do

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The library writes these two as they are: an end of a line would begin another property.
    name = " ".join(title.split())
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    if asked_again:
        calendar.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", ASKED_AGAIN)
    _fill(calendar, request, pages)
    made: bytes = calendar.to_ical()
    return made


def _fill(calendar: "Calendar", request: HttpRequest, pages: Iterable[ActivityPage]) -> None:
    for page in pages:
        for number, (starts, ends) in enumerate(page.times, start=1):
            calendar.add_component(_event(request, page, number, (starts, ends)))
    calendar.add_missing_timezones()


def _event(request: HttpRequest, page: ActivityPage, number: int, time: tuple[datetime, datetime]) -> "Event":
    from icalendar import Event

    changed = _changed(page, time[0])
    event = Event()
    event.add("uid", f"{page.translation_key}-{number}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", _sequence(page, changed))
    event.add("status", STATUSES.get(ActivityStatus(page.status), "CONFIRMED"))
    event.add("summary", page.shown_title)
    event.add("dtstart", time[0])
    event.add("dtend", time[1])
    event.add("transp", "OPAQUE")
    event.add("url", request.build_absolute_uri(page.get_url(request) or "/"))
    for name, text in {
        "location": "，".join(dict.fromkeys(filter(None, (page.shown_venue, page.place, page.address)))),
        "description": "\n".join(filter(None, (page.organiser, page.shown_summary))),
        "categories": page.shown_kind,
    }.items():
        if text:
            event.add(name, [text] if name == "categories" else text)
    return event


def _changed(page: ActivityPage, starts: datetime) -> datetime:
    at: datetime = page.last_published_at or page.first_published_at or starts
    return at.astimezone(UTC).replace(microsecond=0)


def _sequence(page: ActivityPage, changed: datetime) -> int:
    """Grows with each publication: so many seconds after the first one."""
    first = page.first_published_at or changed
    return max(0, int((changed - first.astimezone(UTC).replace(microsecond=0)).total_seconds()))
