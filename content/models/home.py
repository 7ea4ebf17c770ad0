"""The front page: help first, then what there is to read."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.figures import last_year
from content.models.activity import ActivityPage
from content.models.base import BasePage
from content.models.hotline import Hotline
from content.models.policy import PolicyPage

LATEST = 4
# home / list / document
DOCUMENT_DEPTH = 2


class HomePage(BasePage):
    template = "content/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A policy document is found by its whole address in one query; every other page step by step."""
        if len(path_components) == DOCUMENT_DEPTH:
            address = f"{self.url_path}{'/'.join(path_components)}/"
            page = PolicyPage.objects.filter(slug=path_components[-1], url_path=address).first()
            if page is not None:
                return page.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        activities = ActivityPage.objects.filter(self.open_to_all)
        return {
            **super().get_context(request, *args, **kwargs),
            "hotlines": Hotline.objects.all(),
            "activities": activities.ahead(timezone.now())[:LATEST],
            "latest": PolicyPage.objects.filter(self.open_to_all).newest_first().for_lists()[:LATEST],
            "figures": last_year(activities, timezone.localdate()),
        }
