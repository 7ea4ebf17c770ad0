"""The public site in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from content.admin.hotlines import DueHotlines, HotlineViewSet
from content.admin.listing import PagesItem, PolicyListing
from content.admin.publishing import PublishComplete
from content.admin.taking_in import URLS
from content.admin.translating import TranslatePage
from content.models import ActivityPage, DocumentNumber, NumberSeries, PolicyPage
from content.verifying import VERIFIED, may_verify
from portal.calendar.reckoning import WorkCalendar
from portal.calendar.services import calendar_for


class ActivityListing(PageListingViewSet):
    model = ActivityPage
    icon = "date"
    menu_label = _("Activities")
    menu_order = 160
    add_to_admin_menu = True
    name = "activities"
    menu_item_class = PagesItem
    list_filter = ["status", "starts_at"]


class NumberSeriesViewSet(SnippetViewSet):
    model = NumberSeries
    icon = "list-ol"
    menu_label = _("Series of document numbers")
    list_display = ["code", "organ"]
    search_fields = ["code", "organ"]


class StandingColumn(Column):
    """Where a document is on its way to the public; the calendar is asked for once for the whole list."""

    def get_value(self, instance: DocumentNumber) -> str:
        return instance.standing(self.calendar)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return calendar_for()


class NumbersView(IndexView):
    """With a column of its own for each request, so that the calendar is that of now."""

    def get_base_queryset(self) -> QuerySet[DocumentNumber]:
        numbers: QuerySet[DocumentNumber] = super().get_base_queryset()
        return numbers.select_related("series", "page__latest_revision")

    @cached_property
    def columns(self) -> list[Column]:
        return [*super().columns, StandingColumn("standing", label=_("Standing"))]


class DocumentNumberViewSet(SnippetViewSet):
    """Numbers are given by signing; here they are looked at."""

    model = DocumentNumber
    icon = "list-ol"
    menu_label = _("Document numbers")
    index_view_class = NumbersView
    list_display = ["__str__", "title", "given_at"]
    list_filter = ["series", "year"]
    search_fields = ["title"]


register_snippet(HotlineViewSet)
register_snippet(NumberSeriesViewSet)
register_snippet(DocumentNumberViewSet)

# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", PublishComplete, order=1)


@hooks.register("register_admin_viewset")
def policy_listing() -> PolicyListing:
    return PolicyListing(URLS)


@hooks.register("register_admin_viewset")
def activity_listing() -> ActivityListing:
    return ActivityListing("activities")


@hooks.register("register_admin_urls", order=-1)
def translate_page() -> list[URLPattern]:
    """Before Wagtail's own at the same address."""
    return [path("translation/submit/page/<int:page_id>/", TranslatePage.as_view(), name="translate_page")]


@hooks.register("register_page_header_buttons")
def members_of_the_group(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, PolicyPage) and not page.is_translated and page.permissions_for_user(user).can_edit():
        address = reverse(f"{URLS}:consistency", args=[page.pk])
        yield Button(gettext("Duties and members"), address, icon_name="tasks", priority=80)


@hooks.register("register_log_actions")
def hotlines_in_the_history(actions: LogActionRegistry) -> None:
    actions.register_action(VERIFIED, _("Verify"), _("Called: the number is right"))


@hooks.register("construct_homepage_panels")
def hotlines_to_check(request: HttpRequest, panels: list[Component]) -> None:
    if may_verify(request.user):
        panels.append(DueHotlines())
