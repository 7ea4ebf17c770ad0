"""Public pages, kept as they left the house and handed out again without asking anything.

Denied unless granted: a page is kept only when its view said so (`response.is_public_page = True`), it was asked for
by GET, answered 200 text/html without a cookie or a form token, at an address and with cookies that can mean nothing
personal. Whoever is signed in, or brings any cookie but the harmless ones, is never answered from here.

Each process keeps its own pages, so an answer costs no network. What all processes on all hosts share is one stamp:
pages are kept under the stamp that was valid before they were made, and `purge` changes it. With Redis the stamp is a
key that each process reads again after half a second; without, it is the time of a file in the data folder.

Only what is kept is sent compressed. Such a page holds nothing of its reader, so its length tells nobody anything.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from portal import pagestamp
from portal.chrome import LARGE_PRINT_COOKIE, is_large_print
from portal.language import chosen_language

# Content changes purge; this bounds what only time changes, such as "published until".
KEPT_SECONDS = 300
LONGEST_PATH = 200
LARGEST_PAGE = 512 * 1024
PRIVATE_PREFIXES = ("/admin/", "/desk/", "/report/", "/follow/", "/accounts/", "/api/", "/documents/", "/preferences/")
HARMLESS_COOKIES = frozenset({settings.LANGUAGE_COOKIE_NAME, LARGE_PRINT_COOKIE, settings.CSRF_COOKIE_NAME})
# The browser may keep the page and must ask whether it is still good.
CACHE_CONTROL = "private, no-cache"
_KEPT_WITH_304 = ("ETag", "Cache-Control", "Content-Language", "Vary", "Content-Security-Policy")

COMPRESSION = 6
_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)", re.IGNORECASE)

# As it was made, compressed, its headers, its tag.
Kept = tuple[bytes, bytes, list[tuple[str, str]], str]


class PageCacheMiddleware:
    """First of all middleware: what is kept has every header already, and an answer passes nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        kept: Kept | None = self.pages.get(key)
        if kept is not None:
            return _answer(request, kept)
        response = self.get_response(request)
        if _may_keep(response):
            # Weak: the same page, compressed or not.
            etag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
            response["ETag"] = etag
            response["Cache-Control"] = CACHE_CONTROL
            patch_vary_headers(response, ["Accept-Encoding"])
            packed = gzip.compress(response.content, COMPRESSION, mtime=0)
            self.pages.set(key, (response.content, packed, list(response.items()), etag), KEPT_SECONDS)
            if _takes_gzip(request):
                _pack(response, packed)
        return response


def remembered(name: str, make: Callable[[], Any]) -> Any:
    """What `make` gives, made once for each state of the public pages. Every caller gets a copy of its own.

    For what lies behind all pages and is changed only by what purges them. None is not remembered.
    """
    pages, key = caches["pages"], f"{name}:{pagestamp.now()}"
    kept = pages.get(key)
    if kept is None:
        kept = make()
        if kept is not None:
            pages.set(key, kept, KEPT_SECONDS)
    return kept


def purge() -> None:
    """Forget every page, everywhere, as soon as the present transaction is committed."""
    transaction.on_commit(pagestamp.change)


def purge_when_changed(*kinds: type[models.Model]) -> None:
    """Have every saving or deleting of these models purge. Called from an AppConfig."""
    for kind in kinds:
        purge_on(post_save, post_delete, sender=kind)


def purge_on(*signals: Signal, sender: type[models.Model] | None = None) -> None:
    """Have each of these signals purge, from this sender or from any."""
    for signal in signals:
        signal.connect(_purge_for_signal, sender=sender, dispatch_uid="pagecache")


def _purge_for_signal(sender: Any, **kwargs: Any) -> None:
    purge()


def _key(request: HttpRequest) -> str | None:
    """What tells two kept pages apart, or None for a request that is none of our business."""
    path = request.path_info
    if (
        request.method != "GET"
        or path.startswith(PRIVATE_PREFIXES)
        or len(path) > LONGEST_PATH
        or not HARMLESS_COOKIES.issuperset(request.COOKIES)
        or "HTTP_AUTHORIZATION" in request.META
        or not _plain_query(request.META.get("QUERY_STRING", ""))
    ):
        return None
    parts = (
        pagestamp.now(),
        request.scheme or "",
        request.get_host(),
        path,
        request.META.get("QUERY_STRING", ""),
        chosen_language(request),
        "large" if is_large_print(request) else "",
    )
    return hashlib.blake2b("\n".join(parts).encode(errors="surrogatepass"), digest_size=16).hexdigest()


def _plain_query(query: str) -> bool:
    """No query, or the page of a list. Whatever else stands in an address may be somebody's own words."""
    name, _, value = query.partition("=")
    return not query or (name == "page" and value.isascii() and value.isdecimal() and len(value) <= 4)


def _may_keep(response: HttpResponseBase) -> bool:
    return (
        getattr(response, "is_public_page", False) is True
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and response.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        and len(response.content) <= LARGEST_PAGE
        and b"csrfmiddlewaretoken" not in response.content
    )


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    content, packed, headers, etag = kept
    if request.META.get("HTTP_IF_NONE_MATCH") == etag:
        unchanged = HttpResponseNotModified()
        for name, value in headers:
            if name in _KEPT_WITH_304:
                unchanged.headers[name] = value
        return unchanged
    if not _takes_gzip(request):
        return HttpResponse(content, headers=dict(headers))
    response = HttpResponse(headers=dict(headers))
    _pack(response, packed)
    return response


def _takes_gzip(request: HttpRequest) -> bool:
    return _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None


def _pack(response: HttpResponse, packed: bytes) -> None:
    response.content = packed
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(packed))
