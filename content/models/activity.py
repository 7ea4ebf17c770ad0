"""Activities for children: what takes place when and where, and what came of it. Written by a workflow or by hand."""

from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import PageManager, PageQuerySet

from content.models.base import BasePage
from content.models.listing import ListPage
from content.months import Month
from content.text import LONGEST_QUERY
from portal.namedviews import named_view
from portal.smallcounts import LEAST, is_small, said_count

PER_PAGE = 20
# The page of the form by which one signs up, beside the activities.
SIGN_UP = "sign-up"


class ActivityStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    CHANGING = "changing", _("being changed")
    PAUSED = "paused", _("stopped for now")
    RUNNING = "running", _("going on now")
    OVER = "over", _("over")
    CANCELLED = "cancelled", _("cancelled")


class SignUp(models.TextChoices):
    """The keys are those of the answer in the registration of an activity."""

    EVERYBODY = "public", _("everybody")
    VOLUNTEERS = "volunteers", _("volunteers")
    NOBODY = "none", _("nobody")


class ActivityQuerySet(PageQuerySet):
    def ahead(self, now: datetime) -> Self:
        """What has not ended, the nearest first; what has no time comes last. Cancelled ones stay until their day."""
        found: Self = self.exclude(status=ActivityStatus.OVER).filter(
            models.Q(ends_at__gte=now) | models.Q(ends_at=None)
        )
        ordered: Self = found.order_by(models.F("starts_at").asc(nulls_last=True), "pk")
        return ordered

    def between(self, start: datetime, end: datetime) -> Self:
        """What takes place then, at least in part; a series also where it only goes on before and after."""
        found: Self = self.filter(starts_at__lt=end, ends_at__gte=start)
        return found

    def near(self, place: str) -> Self:
        """Those whose place or address has these words; every one for no words."""
        found: Self = self
        for word in place.split():
            found = found.filter(models.Q(place__contains=word) | models.Q(address__contains=word))
        return found

    def behind(self, now: datetime) -> Self:
        """What is over, the latest first; nobody looks back for what did not take place."""
        over = models.Q(status=ActivityStatus.OVER) | models.Q(ends_at__lt=now)
        found: Self = self.filter(over).exclude(status=ActivityStatus.CANCELLED)
        ordered: Self = found.order_by(models.F("starts_at").desc(nulls_last=True), "-pk")
        return ordered


class ActivityPage(RoutablePageMixin, BasePage):
    """One activity. What it says about people is how many and how old, never who.

    `sessions` is a list of {"starts": …, "ends": …}, moments in ISO 8601; the first and the last of them are kept as
    columns to be found by.
    """

    status = models.CharField(_("status"), max_length=12, choices=ActivityStatus, default=ActivityStatus.PLANNED)
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    partners = models.CharField(_("together with"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=80, blank=True)
    kind_en = models.CharField(_("kind in English"), max_length=80, blank=True)
    sessions = models.JSONField(_("dates"), default=list, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, editable=False, db_index=True)
    venue = models.CharField(_("venue"), max_length=80, blank=True)
    venue_en = models.CharField(_("venue in English"), max_length=80, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    age_from = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    children = models.PositiveIntegerField(_("how many children"), null=True, blank=True)
    volunteers = models.PositiveIntegerField(_("volunteers needed"), null=True, blank=True)
    sign_up = models.CharField(_("signing up"), max_length=120, blank=True)
    sign_up_en = models.CharField(_("signing up, in English"), max_length=120, blank=True)
    sign_up_by = models.CharField(
        _("who may sign up on this site"), max_length=12, choices=SignUp, default=SignUp.NOBODY, blank=True
    )
    outcome = models.TextField(_("what came of it"), blank=True)
    children_served = models.PositiveIntegerField(_("children who took part"), null=True, blank=True)
    volunteer_count = models.PositiveIntegerField(_("volunteers who helped"), null=True, blank=True)
    service_hours = models.DecimalField(_("hours of service"), max_digits=9, decimal_places=1, null=True, blank=True)

    facts = (
        "status",
        "sessions",
        "starts_at",
        "ends_at",
        "sign_up_by",
        "age_from",
        "age_to",
        "children",
        "children_served",
    )

    appointments = path("ics/")(named_view("content.appointments.of_one"))

    objects = PageManager.from_queryset(ActivityQuerySet)()

    template = "content/activity_page.html"
    parent_page_types = ["content.ActivityIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("organiser"), FieldPanel("partners")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("kind_en")]),
                FieldPanel("sessions", read_only=True),
                FieldRowPanel([FieldPanel("venue"), FieldPanel("venue_en")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("address")]),
                FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_to"), FieldPanel("children")]),
                FieldRowPanel([FieldPanel("volunteers"), FieldPanel("sign_up_by")]),
                FieldRowPanel([FieldPanel("sign_up"), FieldPanel("sign_up_en")]),
            ],
            _("what takes place"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("outcome"),
                FieldRowPanel(
                    [FieldPanel("children_served"), FieldPanel("volunteer_count"), FieldPanel("service_hours")]
                ),
            ],
            _("what came of it"),
        ),
    ]

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def save(self, *args: Any, **kwargs: Any) -> None:
        times = self.times
        self.starts_at = min((start for start, _end in times), default=None)
        self.ends_at = max((end for _start, end in times), default=None)
        super().save(*args, **kwargs)

    @property
    def times(self) -> list[tuple[datetime, datetime]]:
        """Beginning and end of each session, in the portal's time zone; what cannot be read is left out."""
        found = []
        for session in self.sessions or []:
            start, end = (parse_datetime(str(session.get(name, ""))) for name in ("starts", "ends"))
            if start and end:
                found.append((timezone.localtime(start), timezone.localtime(end)))
        return sorted(found)

    @property
    def is_cancelled(self) -> bool:
        return self.status == ActivityStatus.CANCELLED

    @property
    def is_certain(self) -> bool:
        """Does it take place as it says?"""
        return self.status not in (ActivityStatus.CHANGING, ActivityStatus.PAUSED, ActivityStatus.CANCELLED)

    @property
    def is_ahead(self) -> bool:
        """May somebody still come?"""
        return self.status in (ActivityStatus.PLANNED, ActivityStatus.RUNNING)

    @property
    def takes_sign_ups(self) -> bool:
        """May somebody sign up now? Until it ends: of a long course, one may miss the beginning."""
        is_open = self.sign_up_by in (SignUp.EVERYBODY, SignUp.VOLUNTEERS) and self.is_ahead
        return is_open and (self.ends_at is None or self.ends_at > timezone.now())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "sign_up_url": self._sign_up_url(request)}

    def _sign_up_url(self, request: HttpRequest) -> str:
        """Where the form is begun about this activity; empty where there is none, or nobody may."""
        form_page = self.get_siblings().filter(self.open_to_all, slug=SIGN_UP).first() if self.takes_sign_ups else None
        return f"{form_page.get_url(request)}?{urlencode({'activity': self.pk})}" if form_page else ""

    @property
    def shown_kind(self) -> str:
        return self.shown("kind")

    @property
    def shown_venue(self) -> str:
        return self.shown("venue")

    @property
    def shown_sign_up(self) -> str:
        return self.shown("sign_up")

    @property
    def shown_places(self) -> str:
        """For how many children there is room; empty where nobody says."""
        if not self.children:
            return ""
        if is_small(self.children):
            return gettext("fewer than %(n)d places") % {"n": LEAST}
        return ngettext("%(n)s place", "%(n)s places", self.children) % {"n": self.children}

    @property
    def shown_children_served(self) -> str:
        return said_count(self.children_served) if self.children_served else ""

    def search_words(self) -> list[str]:
        return [*super().search_words(), self.organiser, self.kind, self.kind_en, self.place, self.venue, self.outcome]


class ActivityIndexPage(ListPage):
    """`/activities/`: what takes place, the nearest first, and what took place."""

    appointments = path("feed/ics/")(named_view("content.appointments.of_list"))
    month = path("month/<str:written>/")(named_view("content.monthly.month"))

    template = "content/activity_index_page.html"

    class Meta:
        verbose_name = _("list of activities")
        verbose_name_plural = _("lists of activities")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        return super().route(request, path_components) if path_components else BasePage.route(self, request, [])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        place = request.GET.get("place", "").strip()[:LONGEST_QUERY]
        now, everything = timezone.now(), ActivityPage.objects.child_of(self).filter(self.open_to_all)
        near = everything.near(place)
        past = Paginator(near.behind(now), PER_PAGE).get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "place": place,
            **self._calendars(request, place),
            "places": everything.ahead(now)
            .exclude(place="")
            .order_by("place")
            .values_list("place", flat=True)
            .distinct(),
            "ahead": near.ahead(now) if past.number == 1 else [],
            "past": past,
            "others": self.get_children().filter(self.open_to_all).not_type(ActivityPage),
        }

    def _calendars(self, request: HttpRequest, place: str) -> dict[str, str]:
        """Where the month is, and what a calendar subscribes to."""
        chosen = f"?{urlencode({'place': place})}" if place else ""
        appointments = f"{self.get_url(request)}feed/ics/{chosen}"
        return {
            "month_href": f"{self.get_url(request)}month/{Month.of(timezone.localdate())}/{chosen}",
            "download": appointments,
            "subscription": request.build_absolute_uri(appointments).partition(":")[2],
        }
