"""What every page of the public site has."""

from datetime import date
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction

from content.text import in_language


class BasePage(Page):
    """A page with a title and summary in both languages. No personal data is ever written into a page."""

    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("title_en"), FieldPanel("summary"), FieldPanel("summary_en")]

    class Meta:
        abstract = True

    @property
    def shown_title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def shown_summary(self) -> str:
        """The summary in the reader's language."""
        return in_language(self.summary, self.summary_en)

    @property
    def description(self) -> str:
        """One or two sentences for search engines and lists."""
        return self.search_description or self.shown_summary

    def search_titles(self) -> list[str]:
        """What a search looks through first."""
        return [self.title, self.title_en]

    def search_passages(self) -> list[tuple[str, str]]:
        """Texts that have a place of their own on the page, each with the anchor of that place."""
        return []

    def search_words(self) -> list[str]:
        """The other texts this page is found by."""
        return [self.summary, self.summary_en]

    def search_standing(self) -> tuple[bool, date | None]:
        """Whether what the page says holds today, and of which day it is: such pages first, and the newest."""
        return True, timezone.localdate(self.first_published_at) if self.first_published_at else None

    def get_view_restrictions(self) -> Any:
        """Who may see the page, asked once for each request: both the gate and the page cache want to know."""
        return self._restrictions

    @cached_property
    def _restrictions(self) -> Any:
        # Most sites restrict nothing; then the ancestors need not be looked at.
        if not self.path.startswith(tuple(self._closed)):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @cached_property
    def _closed(self) -> list[str]:
        """The paths below which not everybody may read, asked once for each page that is served."""
        return list(PageViewRestriction.objects.values_list("page__path", flat=True))

    @cached_property
    def open_to_all(self) -> models.Q:
        """Of other pages those that everybody may read. Asks nothing more."""
        published = models.Q(live=True)
        for path in self._closed:
            published &= ~models.Q(path__startswith=path)
        return published

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`address`: of the page, as it can be sent to somebody."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"address": request.build_absolute_uri(self.get_url(request) or "/")}

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the page shows. A page that takes more than its own fields names a view here (portal/namedviews.py)."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A page that everybody may read tells the page cache so (see portal/pagecache.py)."""
        response = self.answer(request, *args, **kwargs)
        if not self.get_view_restrictions().exists():
            response.is_public_page = True  # type: ignore[attr-defined]  # our own mark
        return response
