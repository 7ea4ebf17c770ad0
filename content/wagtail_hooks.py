"""The public site in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.admin.listing import PagesItem, PolicyListing
from content.admin.taking_in import URLS
from content.models import ActivityPage, DocumentNumber, Hotline, NumberSeries


class HotlineViewSet(SnippetViewSet):
    model = Hotline
    icon = "mobile-alt"
    menu_label = _("Hotlines")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["number", "name", "operator", "verified_on", "shown_at_foot"]
    list_filter = ["shown_at_foot", "verified_on"]
    search_fields = ["number", "name", "name_en", "operator"]
    inspect_view_enabled = True


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


class DocumentNumberViewSet(SnippetViewSet):
    """Numbers are given by signing; here they are looked at."""

    model = DocumentNumber
    icon = "list-ol"
    menu_label = _("Document numbers")
    list_display = ["__str__", "title", "given_at", Column("standing", label=_("Standing"))]
    list_filter = ["series", "year"]
    search_fields = ["title"]


register_snippet(HotlineViewSet)
register_snippet(NumberSeriesViewSet)
register_snippet(DocumentNumberViewSet)


@hooks.register("register_admin_viewset")
def policy_listing() -> PolicyListing:
    return PolicyListing(URLS)


@hooks.register("register_admin_viewset")
def activity_listing() -> ActivityListing:
    return ActivityListing("activities")
