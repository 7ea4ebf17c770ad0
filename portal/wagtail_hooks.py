"""The editors' admin: our name and colours, a way to the desk, and nothing that an editor here never needs.

And what Wagtail serves of itself: a document, when a page that the visitor may read shows it.
"""

from typing import Any

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.models import Document

from portal.pagefiles import may_open

# Its help leads out of the house.
NOT_FOR_EDITORS = frozenset({"help"})


@hooks.register("insert_global_admin_css")
def our_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def start_widgets() -> SafeString:
    """Starts the widgets whose templates carry no script here, so that the admin's policy needs no inline script."""
    return format_html('<script src="{}"></script>', static("js/admin-widgets.js"))


@hooks.register("register_admin_menu_item")
def way_to_the_desk() -> MenuItem:
    return MenuItem(_("Desk"), "/desk/", name="desk", icon_name="folder-open-inverse", order=10)


@hooks.register("construct_main_menu")
def only_what_editors_need(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_FOR_EDITORS]


@hooks.register("before_serve_document")
def files_go_with_their_pages(document: Document, request: HttpRequest) -> None:
    if not may_open(document, request):
        raise Http404
