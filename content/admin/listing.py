"""The list of policy documents in the admin, with a way in for files."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.pages import PagePermissionPolicy

from content.admin.consistency import Consistency
from content.admin.policies import may_take_in
from content.admin.taking_in import URLS, TakeInDocument
from content.models import PolicyPage


class PagesItem(MenuItem):
    """For whoever may do something with pages; others would be sent back from there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(PagePermissionPolicy().user_has_any_permission(request.user, {"add", "change", "publish"}))


class PolicyIndex(IndexView):
    def get_base_queryset(self) -> Any:
        """Documents; what translates one is reached from it."""
        return super().get_base_queryset().filter(locale__language_code=settings.LANGUAGE_CODE)

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if may_take_in(self.request.user):
            address = reverse(f"{URLS}:take_in")
            buttons.append(HeaderButton(_("Take in from a file"), url=address, icon_name="upload"))
        return buttons


class PolicyListing(PageListingViewSet):
    model = PolicyPage
    icon = "doc-full"
    menu_label = gettext_lazy("Policy documents")
    menu_order = 150
    add_to_admin_menu = True
    name = URLS
    index_view_class = PolicyIndex
    menu_item_class = PagesItem
    list_filter = ["validity", "issued_on"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("take-in/", TakeInDocument.as_view(), name="take_in"),
            path("<int:page_id>/members/", Consistency.as_view(), name="consistency"),
        ]
