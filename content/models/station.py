"""Work stations and children's homes: where a child or a parent can go. Written by a workflow or by hand."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager, PageQuerySet

from content.byplace import choices, written_out
from content.models.base import BasePage
from content.models.listing import ListPage
from content.telephone import dialled, is_mobile, validate_office_number
from portal.directory import codes
from portal.directory.models import Area

PER_PAGE = 30


class StationStatus(models.TextChoices):
    OPEN = "open", _("open to visitors")
    CLOSED = "closed", _("closed for the time being")


class StationQuerySet(PageQuerySet):
    def lying_in(self, code: str) -> "StationQuerySet":
        """Those in the place of that code; every one for none."""
        if not code:
            return self
        first, behind = codes.bounds(code)
        found: StationQuerySet = self.filter(area__gte=first, area__lt=behind)
        return found


class StationPage(BasePage):
    """One station: where, when, what is there, and the telephone of the station. Never who works there."""

    status = models.CharField(_("status"), max_length=12, choices=StationStatus, default=StationStatus.OPEN)
    kind = models.CharField(_("kind"), max_length=80, blank=True)
    kind_en = models.CharField(_("kind in English"), max_length=80, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    operator = models.CharField(_("run by"), max_length=120, blank=True)
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    rooms = models.CharField(_("rooms"), max_length=200, blank=True)
    rooms_en = models.CharField(_("rooms, in English"), max_length=200, blank=True)
    telephone = models.CharField(
        _("telephone of the station"), max_length=40, blank=True, validators=[validate_office_number],
        help_text=_("Never that of a person."),
    )  # fmt: skip

    facts = ("status", "area_id", "telephone")

    objects = PageManager.from_queryset(StationQuerySet)()

    template = "content/station_page.html"
    parent_page_types = ["content.StationIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("kind_en")]),
                FieldPanel("area"),
                FieldPanel("address"),
                FieldPanel("operator"),
                FieldRowPanel([FieldPanel("hours"), FieldPanel("telephone")]),
                FieldRowPanel([FieldPanel("rooms"), FieldPanel("rooms_en")]),
            ],
            _("the station"),
        ),
    ]

    class Meta:
        verbose_name = _("work station")
        verbose_name_plural = _("work stations")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever wrote it, an editor, a workflow or a program: the number of a person does not come here."""
        if is_mobile(self.telephone):
            self.telephone = ""
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.status == StationStatus.OPEN

    @property
    def shown_kind(self) -> str:
        return self.shown("kind")

    @property
    def shown_rooms(self) -> str:
        return self.shown("rooms")

    @property
    def dialled(self) -> str:
        return dialled(self.telephone)

    def search_words(self) -> list[str]:
        place = written_out([self.area_id])[self.area_id] if self.area_id else ""
        return [*super().search_words(), self.kind, self.kind_en, place, self.address, self.operator, self.rooms]

    def search_standing(self) -> tuple[bool, Any]:
        _holds, day = super().search_standing()
        return self.is_open, day

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        place = written_out([self.area_id])[self.area_id] if self.area_id else ""
        return {**super().get_context(request, *args, **kwargs), "place": place}


class StationIndexPage(ListPage):
    """`/stations/`: every station, by place; `?area=` leaves those in a county or a township."""

    template = "content/station_index_page.html"
    max_count = 1

    class Meta:
        verbose_name = _("directory of work stations")
        verbose_name_plural = _("directories of work stations")

    def everywhere(self) -> StationQuerySet:
        stations: StationQuerySet = StationPage.objects.child_of(self).filter(self.open_to_all)
        return stations

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        everywhere = self.everywhere()
        where = everywhere.exclude(area=None).order_by().values_list("area_id", flat=True).distinct()
        places = choices(where, request.GET.get("area", ""))
        here = everywhere.lying_in(places.chosen).order_by(models.F("area_id").asc(nulls_last=True), "title", "pk")
        pager = Paginator(here, PER_PAGE).get_page(request.GET.get("page"))
        names = written_out(station.area_id for station in pager if station.area_id)
        return {
            **super().get_context(request, *args, **kwargs),
            "places": places,
            "pager": pager,
            "feed_query": f"?area={places.chosen}" if places.chosen else "",
            "stations": [(station, names.get(station.area_id, "")) for station in pager],
            "others": self.get_children().filter(self.open_to_all).not_type(StationPage),
        }
