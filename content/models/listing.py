"""Lists whose news can be subscribed to."""

from typing import Any

from django.http import HttpRequest
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from content.models.base import BasePage
from portal.namedviews import named_view


class ListPage(RoutablePageMixin, BasePage):
    """Below it `feed/rss/` and `feed/atom/`; content/feeds.py says what is in them."""

    rss = path("feed/rss/")(named_view("content.feeds.rss"))
    atom = path("feed/atom/")(named_view("content.feeds.atom"))

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """The list itself is asked for most of all, and needs no look at the addresses below it."""
        return super().route(request, path_components) if path_components else BasePage.route(self, request, [])
