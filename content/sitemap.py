"""Every page that everybody may read, for search engines."""

import re
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap as PlainSitemap
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps import views as wagtail_views
from wagtail.models import Page

from content.languages import hidden_with_original, spoken
from portal.pagecache import remembered

# Of a list, written in the one way in which the list of lists writes it.
NUMBER = re.compile(r"[1-9][0-9]{0,3}")


class PublicPages(Sitemap):
    """Told by the tree alone: no page is asked for its own fields. On the host that was asked."""

    # As many as one file may name.
    limit = 50_000

    def items(self) -> Any:
        root = self.get_wagtail_site().root_page
        fields = ("url_path", "last_published_at", "latest_revision_created_at", "locale")
        pages = Page.objects.live().public()
        homes = root.get_translations(inclusive=True).filter(spoken())
        below = [Q(path__startswith=home.path) for home in homes]
        hidden = hidden_with_original(Q(pk__in=pages.values("pk")))
        return pages.filter(Q(*below, _connector=Q.OR)).exclude(~_chinese() & hidden).order_by("path").only(*fields)

    def location(self, item: Page) -> str:
        return str(item.get_url(self.request))

    def _urls(self, page: int, protocol: str, domain: str) -> Any:
        # Django's own way, which asks `location`; Wagtail's asks each page.
        return PlainSitemap._urls(self, page, protocol, domain)  # type: ignore[attr-defined]  # not in the stubs


def _chinese() -> Q:
    return Q(locale__language_code=settings.LANGUAGE_CODE)


PAGES = {"pages": PublicPages}


@require_safe
def sitemap(request: HttpRequest, section: str = "") -> HttpResponse:
    """The list of lists, or one of them; made once for each state of the public pages."""
    number = request.GET.get("p", "1") if section else ""
    if section and not NUMBER.fullmatch(number):
        raise Http404
    key = f"sitemap:{request.scheme}:{request.get_host()}:{section}:{number}"
    return HttpResponse(remembered(key, lambda: _made(request, section)), content_type="application/xml")


def _made(request: HttpRequest, section: str) -> bytes:
    if section:
        response = wagtail_views.sitemap(request, PAGES, section=section)
    else:
        response = wagtail_views.index(request, PAGES, sitemap_url_name="sitemap_section")
    content: bytes = response.render().content
    return content
