"""News of a list, as RSS and as Atom: of the whole list, or of what is left of it by the choices in the address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import PageQuerySet

from content.byplace import chosen_code
from content.models import (
    ActivityIndexPage,
    ActivityPage,
    BasePage,
    PolicyIndexPage,
    StationIndexPage,
    TopicIndexPage,
    UnitIndexPage,
)
from content.shelf import narrowed

NEWEST = 30


@dataclass(frozen=True)
class Listed:
    """A list as somebody asked for it."""

    index: BasePage
    query: str
    pages: Iterable[BasePage]


class ListFeed(Feed):  # type: ignore[type-arg]  # takes its types in the stubs only
    """Only what everybody may read: a reader of feeds signs in nowhere."""

    def __init__(self, feed_type: type[SyndicationFeed]) -> None:
        self.feed_type = feed_type
        self.language = get_language()

    def get_object(self, request: HttpRequest, index: BasePage) -> Listed:
        return Listed(index, request.META.get("QUERY_STRING", ""), _newest(request, index)[:NEWEST])

    def title(self, listed: Listed) -> str:
        return listed.index.shown_title

    def description(self, listed: Listed) -> str:
        return listed.index.description

    def link(self, listed: Listed) -> str:
        return f"{listed.index.url}?{listed.query}" if listed.query else str(listed.index.url)

    def items(self, listed: Listed) -> Iterable[BasePage]:
        return listed.pages

    def item_title(self, page: BasePage) -> str:
        return page.shown_title

    def item_description(self, page: BasePage) -> str:
        return page.shown_summary

    def item_link(self, page: BasePage) -> str:
        return str(page.url)

    def item_pubdate(self, page: BasePage) -> datetime | None:
        published: datetime | None = page.first_published_at or page.last_published_at
        return published

    def item_updateddate(self, page: BasePage) -> datetime | None:
        updated: datetime | None = page.last_published_at
        return updated


def _newest(request: HttpRequest, index: BasePage) -> PageQuerySet:
    """What came last, not what was issued last: a document of ten years ago that is put here today is news."""
    return _listed(index, request).order_by("-first_published_at", "-pk")


@singledispatch
def _listed(index: BasePage, request: HttpRequest) -> PageQuerySet:
    """What this kind of list shows, as it is narrowed by the address."""
    raise TypeError(index)


@_listed.register
def _policies(index: PolicyIndexPage, request: HttpRequest) -> PageQuerySet:
    return narrowed(request, index)


@_listed.register
def _activities(index: ActivityIndexPage, request: HttpRequest) -> PageQuerySet:
    return ActivityPage.objects.child_of(index).filter(index.open_to_all)


@_listed.register
def _stations(index: StationIndexPage, request: HttpRequest) -> PageQuerySet:
    return index.everywhere().lying_in(chosen_code(request.GET.get("area", "")))


@_listed.register
def _units(index: UnitIndexPage, request: HttpRequest) -> PageQuerySet:
    return index.everywhere()


@_listed.register
def _topics(index: TopicIndexPage, request: HttpRequest) -> PageQuerySet:
    return index.narrowed(request)


@require_safe
@conditional_page
def rss(request: HttpRequest, index: BasePage) -> HttpResponse:
    return ListFeed(Rss201rev2Feed)(request, index)


@require_safe
@conditional_page
def atom(request: HttpRequest, index: BasePage) -> HttpResponse:
    return ListFeed(Atom1Feed)(request, index)
