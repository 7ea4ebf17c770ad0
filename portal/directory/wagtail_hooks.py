"""“Places and offices” in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from portal.directory.admin.choosers import AreaChooser, OrganisationChooser
from portal.directory.admin.gaps import Gaps
from portal.directory.admin.policies import NothingIsDeleted, may_import, may_see_routing
from portal.directory.admin.routing import Routing
from portal.directory.admin.uploads import OrganisationUpload
from portal.directory.admin.viewsets import AreaViewSet, DutyViewSet, OrganisationViewSet
from portal.directory.models import Area, Organisation

for kept in (Area, Organisation):
    register_permission_policy(kept, NothingIsDeleted(kept), exact_class=True)


class RoutingItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_routing(request.user)


class UploadItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


class PlacesAndOffices(ViewSetGroup):
    menu_label = _("Places and offices")
    menu_icon = "site"
    menu_order = 300
    menu_name = "places_and_offices"
    items = (
        AreaViewSet("areas"),
        OrganisationViewSet("organisations"),
        DutyViewSet("duties"),
    )

    def get_submenu_items(self) -> list[MenuItem]:
        address = lazy(reverse, str)
        return [
            *super().get_submenu_items(),
            RoutingItem(_("Who answers?"), address("places:routing"), name="routing", icon_name="help", order=10),
            RoutingItem(_("Gaps and old entries"), address("places:gaps"), name="gaps", icon_name="warning", order=11),
            UploadItem(_("Take in from Excel"), address("places:upload"), name="upload", icon_name="upload", order=12),
        ]


@hooks.register("register_admin_viewset")
def places_and_offices() -> PlacesAndOffices:
    return PlacesAndOffices()


@hooks.register("register_admin_viewset")
def area_chooser() -> AreaChooser:
    return AreaChooser("area_chooser")


@hooks.register("register_admin_viewset")
def organisation_chooser() -> OrganisationChooser:
    return OrganisationChooser("organisation_chooser")


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern | URLResolver]:
    urls = [
        path("who-answers/", Routing.as_view(), name="routing"),
        path("gaps/", Gaps.as_view(), name="gaps"),
        path("upload/", OrganisationUpload.as_view(), name="upload"),
    ]
    return [path("places/", include((urls, "places")))]
