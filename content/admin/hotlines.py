"""The editors' list of hotlines: one press says that a number is still right, another leads to correcting it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from content.models import Hotline
from content.text import page_number
from content.verifying import LIST_OF_HOTLINES, may_verify, verify

# What Wagtail calls the addresses of this snippet.
URLS = "wagtailsnippets_content_hotline"


@require_POST
def still_right(request: HttpRequest, pk: str) -> HttpResponse:
    if not may_verify(request.user):
        raise PermissionDenied
    hotline = get_object_or_404(Hotline, pk=page_number(unquote(pk)))
    if verify(hotline.pk, by=request.user):
        messages.success(request, _("%(number)s is right: noted for today.") % {"number": hotline.number})
    else:
        messages.info(request, _("%(number)s was verified today already.") % {"number": hotline.number})
    return redirect(LIST_OF_HOTLINES)


class CheckColumn(BaseColumn):
    """Buttons for what somebody found out on the telephone."""

    cell_template_name = "content/admin/hotline_check.html"

    def get_cell_context_data(self, instance: Hotline, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        addresses = {name: reverse(f"{URLS}:{name}", args=[quote(instance.pk)]) for name in ("verify", "edit")}
        return {
            **super().get_cell_context_data(instance, parent_context),
            **addresses,
            "may": may_verify(request.user),
            "csrf_token": get_token(request),
        }


class HotlineViewSet(SnippetViewSet):
    model = Hotline
    icon = "mobile-alt"
    menu_label = gettext_lazy("Hotlines")
    menu_order = 250
    add_to_admin_menu = True
    list_display = [
        "number",
        "name",
        "operator",
        "verified_on",
        BooleanColumn("is_due", label=gettext_lazy("Due for checking")),
        CheckColumn("check", label=gettext_lazy("Called it?")),
    ]
    list_filter = ["kind", "shown_at_foot", "verified_on"]
    search_fields = ["number", "name", "name_en", "operator"]
    inspect_view_enabled = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("verify/<str:pk>/", still_right, name="verify")]


class DueHotlines(Component):
    """On the first page of the admin: how many numbers somebody should call. Nothing when there is none."""

    name = "hotlines_due"
    order = 50
    template_name = "content/admin/hotlines_due.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"due": Hotline.objects.due().count(), "address": LIST_OF_HOTLINES}
