"""The public site in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.models import ActivityPage, Hotline, PolicyPage


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


class PolicyListing(PageListingViewSet):
    model = PolicyPage
    icon = "doc-full"
    menu_label = _("Policy documents")
    menu_order = 150
    add_to_admin_menu = True
    name = "policy_documents"
    list_filter = ["validity", "issued_on"]


class ActivityListing(PageListingViewSet):
    model = ActivityPage
    icon = "date"
    menu_label = _("Activities")
    menu_order = 160
    add_to_admin_menu = True
    name = "activities"
    list_filter = ["status", "starts_at"]


register_snippet(HotlineViewSet)


@hooks.register("register_admin_viewset")
def policy_listing() -> PolicyListing:
    return PolicyListing("policy_documents")


@hooks.register("register_admin_viewset")
def activity_listing() -> ActivityListing:
    return ActivityListing("activities")
