"""Offices and what they are there for. What is public about an office, nothing about who works in it."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageQuerySet

from content.byplace import choices, written_out
from content.models.base import BasePage
from content.models.listing import ListPage
from content.telephone import dialled, is_mobile, validate_office_number
from portal.directory import codes
from portal.directory.models import Organisation
from portal.namedviews import named_view


class UnitPage(BasePage):
    """One office: what it is for, where it is, when it is open, and by which documents it has which duties."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
        help_text=_("As it stands in the directory: the documents that name it are found by all its names."),
    )  # fmt: skip
    duties = models.TextField(_("what it is responsible for"), blank=True, help_text=_("One duty in each line."))
    duties_en = models.TextField(_("what it is responsible for, in English"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    telephone = models.CharField(
        _("telephone of the office"), max_length=40, blank=True, validators=[validate_office_number],
        help_text=_("Never that of a person. Left empty, that of the directory is shown."),
    )  # fmt: skip
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    hours_en = models.CharField(_("opening hours, in English"), max_length=120, blank=True)

    answer = named_view("content.duties.offices.show")

    template = "content/unit_page.html"
    parent_page_types = ["content.UnitIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("organisation"),
        FieldPanel("duties"),
        FieldPanel("duties_en"),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldPanel("telephone"),
                FieldRowPanel([FieldPanel("hours"), FieldPanel("hours_en")]),
            ],
            _("how to reach it"),
        ),
    ]

    class Meta:
        verbose_name = _("page of an office")
        verbose_name_plural = _("pages of offices")

    @property
    def shown_duties(self) -> list[str]:
        return [line.strip() for line in self.shown("duties").splitlines() if line.strip()]

    @property
    def shown_hours(self) -> str:
        return self.shown("hours")

    @property
    def shown_telephone(self) -> str:
        """That of the directory only where it is no person's."""
        number: str = self.telephone or (self.organisation.telephone if self.organisation else "")
        return "" if is_mobile(number) else number

    @property
    def dialled(self) -> str:
        return dialled(self.shown_telephone)

    def search_words(self) -> list[str]:
        return [*super().search_words(), self.duties, self.duties_en, self.address]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.answer(request)


class UnitIndexPage(ListPage):
    """`/units/`: every office by its place. `?area=` leaves those of one county, and those above it that serve it."""

    template = "content/unit_index_page.html"
    subpage_types = ["content.UnitPage"]
    max_count = 1

    class Meta:
        verbose_name = _("directory of offices")
        verbose_name_plural = _("directories of offices")

    def everywhere(self) -> PageQuerySet:
        return UnitPage.objects.child_of(self).filter(self.open_to_all)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        units = list(self.everywhere().select_related("organisation").order_by("organisation__area_id", "path"))
        where = {unit.organisation.area_id for unit in units if unit.organisation}
        places = choices(where, request.GET.get("area", ""))
        here = [unit for unit in units if _serves(unit, places.chosen)]
        return {**super().get_context(request, *args, **kwargs), "places": places, "groups": _by_place(here)}


def _serves(unit: UnitPage, place: str) -> bool:
    """One without a place serves everywhere."""
    if not place or unit.organisation is None:
        return True
    area: str = unit.organisation.area_id
    return area.startswith(codes.prefix(place)) or area in codes.lineage(place)


def _by_place(units: list[UnitPage]) -> list[tuple[str, list[UnitPage]]]:
    """The name of each place, or nothing, with its offices; in the order they come."""
    found: dict[str, list[UnitPage]] = {}
    for unit in units:
        found.setdefault(unit.organisation.area_id if unit.organisation else "", []).append(unit)
    names = written_out(filter(None, found))
    return [(names.get(area, ""), of_place) for area, of_place in found.items()]
