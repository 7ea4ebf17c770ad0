"""The list of policy documents."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from content.models.base import BasePage
from portal.namedviews import named_view


class PolicyIndexPage(RoutablePageMixin, BasePage):
    """`/policy/`: every document, narrowed by facets, found by any of its words."""

    answer = named_view("content.shelf.show")
    rss = path("feed/rss/")(named_view("content.feeds.rss"))
    atom = path("feed/atom/")(named_view("content.feeds.atom"))

    template = "content/policy_index_page.html"
    max_count = 1

    class Meta:
        verbose_name = _("list of policy documents")
        verbose_name_plural = _("lists of policy documents")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        return super().route(request, path_components) if path_components else BasePage.route(self, request, [])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.answer(request)
