"""The site that pages are looked for in, remembered: two queries less for each page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Site
from wagtail.views import serve

from portal import pagestamp
from portal.pagecache import remembered

_roots_of = ""


class KnownSiteMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if view is serve:
            _forget_older_roots()
            site = remembered(f"site:{request.get_host()}", lambda: _site_of(request))
            request._wagtail_site = site  # type: ignore[attr-defined]  # where Wagtail keeps it itself


def _forget_older_roots() -> None:
    """Without Redis each process remembers where languages begin; that another changed it is heard by the stamp."""
    global _roots_of  # one small memory for the process
    if _roots_of != (stamp := pagestamp.now()):
        Site.clear_site_root_paths_cache()
        _roots_of = stamp


def _site_of(request: HttpRequest) -> Site | None:
    site: Site | None = Site.find_for_request(request)
    if site is not None:
        # Looked up now, and remembered with the site. The home page itself says in which language a page is asked for.
        site.root_page = site.root_page.specific
    return site
