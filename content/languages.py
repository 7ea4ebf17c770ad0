"""Pages in several languages: each language has a tree of its own, and a page knows its like in the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Locale, Page

from portal.language import direction, language_tag

if TYPE_CHECKING:
    from content.models import BasePage

# Kinds of pages that mean nothing in another language without the Chinese page.
NEED_ORIGINAL = ("policypage", "explanationpage")
_codes: dict[int, str] = {}


def code_of(locale_id: int) -> str:
    """The language of a tree, remembered: it is asked for with every page."""
    if locale_id not in _codes:
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return _codes[locale_id]


def forget_codes() -> None:
    _codes.clear()


def ensure_locales() -> None:
    """A locale for every language that pages can be in. One that is no longer in the settings stays, with its pages."""
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


def spoken() -> Q:
    """Pages in languages of the settings. Those in others have no address any more."""
    return Q(locale__language_code__in=[code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES])


@dataclass(frozen=True)
class Edition:
    """A page in one language. `code` is also what its address begins with; `is_here`: it is the one that is read."""

    code: str
    tag: str
    name: str
    direction: str
    address: str
    is_here: bool


def editions(page: BasePage, request: HttpRequest) -> list[Edition]:
    """The page and its like in other languages that everybody may read, the Chinese first; none when it is alone."""
    roots = page._get_site_root_paths(request)
    if all(root.language_code == settings.LANGUAGE_CODE for root in roots):
        return []
    same = Page.objects.filter(translation_key=page.translation_key)
    fields = same.only("url_path", "locale_id", "path")
    there = {code_of(other.locale_id): other for other in fields.filter(Q(live=True) & page.not_closed | Q(pk=page.pk))}
    order = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code in there]
    if len(order) < 2 or settings.LANGUAGE_CODE not in there:
        return []
    return [_edition(code, there[code], request, is_here=there[code].pk == page.pk) for code in order]


def _edition(code: str, page: Page, request: HttpRequest, *, is_here: bool) -> Edition:
    address = request.build_absolute_uri(page.get_url(request) or "/")
    return Edition(code, language_tag(code), settings.OWN_NAMES[code], direction(code), address, is_here)


def hidden_with_original(published: Q) -> Q:
    """Pages in other languages that are not read, because the Chinese page is not, or is missed.

    `published` is what of all pages everybody may read.
    """
    chinese = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    hidden = Q(translation_key__in=chinese.filter(~published).values("translation_key"))
    meant = Q(content_type__app_label="content", content_type__model__in=NEED_ORIGINAL)
    return hidden | (meant & ~Q(translation_key__in=chinese.values("translation_key")))
