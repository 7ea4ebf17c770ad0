"""The public list of hotlines: 110 first, then by what somebody calls for, narrowed to a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from content.models.base import BasePage
from content.models.hotline import EMERGENCY_NUMBER, Hotline, HotlineKind
from content.models.station import StationIndexPage
from content.models.unit import UnitIndexPage
from content.text import in_language
from portal.chrome import EMERGENCY


@dataclass(frozen=True)
class Group:
    """A heading and the numbers below it."""

    key: str
    label: str
    hotlines: list[Hotline]


@dataclass(frozen=True)
class Place:
    """Where a number answers, as a choice; `value` is what stands in the address."""

    value: str
    label: str
    is_chosen: bool


def grouped(hotlines: Iterable[Hotline]) -> list[Group]:
    """By what somebody calls for; 110 belongs to none, and a group without a number is none."""
    found: dict[str, list[Hotline]] = {kind.value: [] for kind in HotlineKind}
    for hotline in hotlines:
        if not hotline.is_emergency:
            found[hotline.kind].append(hotline)
    return [Group(key, str(HotlineKind(key).label), lines) for key, lines in found.items() if lines]


def places(hotlines: Iterable[Hotline], chosen: str) -> list[Place]:
    """Every place that some number names. Those that name none answer everywhere."""
    named = {hotline.area: hotline.area_en for hotline in hotlines if hotline.area}
    return [Place(area, in_language(area, english), area == chosen) for area, english in sorted(named.items())]


class HotlinePage(BasePage):
    """`/hotlines/`: every number with what is known about it; `?area=` leaves those that answer in one place."""

    template = "content/hotline_page.html"
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("hotline directory")
        verbose_name_plural = _("hotline directories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        everywhere = list(Hotline.objects.all())
        choices = places(everywhere, request.GET.get("area", ""))
        chosen = next((place for place in choices if place.is_chosen), None)
        here = [line for line in everywhere if chosen is None or line.area in ("", chosen.value)]
        return {
            **super().get_context(request, *args, **kwargs),
            "emergency": next((line for line in everywhere if line.is_emergency), _nobody_wrote_it_down()),
            "groups": grouped(here),
            "places": choices,
            "chosen": chosen,
            "beside": self._beside(),
        }

    def _beside(self) -> list[BasePage]:
        """Where else somebody may turn to: the directories of offices and of stations that have something to show."""
        kinds = (UnitIndexPage, StationIndexPage)
        lists = self.get_siblings(inclusive=False).filter(self.open_to_all, numchild__gt=0).type(*kinds)
        return list(lists.specific())


def _nobody_wrote_it_down() -> Hotline:
    """110 stands on the page also when no editor keeps it."""
    return Hotline(number=EMERGENCY_NUMBER, name=str(EMERGENCY.name))
