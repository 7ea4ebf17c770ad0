"""The site that pages are looked for in, with its front page, remembered: two queries less for each page.

It is kept as long as public pages are (portal/pagecache.py): publishing anything or changing a site changes the stamp.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Site
from wagtail.views import serve

from portal import pagestamp

KEPT_SECONDS = 300


class KnownSiteMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.kept = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if view is serve:
            request._wagtail_site = self._site(request)  # type: ignore[attr-defined]  # where Wagtail keeps it itself

    def _site(self, request: HttpRequest) -> Site | None:
        """A copy of its own for each request, so that nothing is handed from one to the next."""
        key = f"site:{pagestamp.now()}:{request.get_host()}"
        kept: Site | None = self.kept.get(key)
        if kept is not None:
            return kept
        site: Site | None = Site.find_for_request(request)
        if site is not None:
            _ = site.root_page.specific  # looked up now, and remembered by the page itself
            self.kept.set(key, site, KEPT_SECONDS)
        return site
