"""The front page: help first, then what there is to read."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from content.figures import last_year
from content.models.activity import ActivityPage
from content.models.base import BasePage
from content.models.hotline import Hotline
from content.models.policy import PolicyPage
from content.models.topics import TopicIndexPage

LATEST = 4
HOTLINES = 7
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
        """A policy document is found by its whole address in one query; every other page step by step.

        An address that begins with a language leads into the tree of that language.
        """
        if path_components and path_components[0] in settings.TRANSLATED_INTO and not self.is_translated:
            return self._route_in(path_components[0], request, path_components[1:])
        if len(path_components) == DOCUMENT_DEPTH:
            address = f"{self.url_path}{'/'.join(path_components)}/"
            page = PolicyPage.objects.filter(slug=path_components[-1], url_path=address).first()
            if page is not None:
                return page.route(request, [])
        return super().route(request, path_components)

    def _route_in(self, code: str, request: HttpRequest, path_components: list[str]) -> Any:
        homes = HomePage.objects.filter(translation_key=self.translation_key)
        home = homes.filter(locale__language_code=code).first()
        if home is None:
            raise Http404
        found = home.route(request, path_components)
        if not found[0].specific.may_be_read:
            raise Http404
        # What the portal can say in the language of the page, it says in it.
        if code in dict(settings.INTERFACE_LANGUAGES):
            translation.activate(code)
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        activities = ActivityPage.objects.filter(self.open_to_all)
        return {
            **super().get_context(request, *args, **kwargs),
            "hotlines": Hotline.objects.nationwide()[:HOTLINES],
            "activities": activities.ahead(timezone.now())[:LATEST],
            "latest": PolicyPage.objects.filter(self.open_to_all).newest_first().for_lists()[:LATEST],
            "ways": self._ways(),
            "figures": last_year(activities, timezone.localdate()),
        }

    def _ways(self) -> list[BasePage]:
        """The lists that tell people what to do, as far as they have something to tell."""
        lists = self.get_children().filter(self.open_to_all, numchild__gt=0).type(TopicIndexPage)
        return list(lists.specific())
