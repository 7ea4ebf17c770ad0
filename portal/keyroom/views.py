"""The admin's page about master keys. It shows versions and numbers, never a key."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.directory.models import Post, User
from portal.keyroom import services
from portal.keyroom.policies import may_look_after_keys
from portal.privacy import rotation


class MasterKeys(WagtailAdminTemplateMixin, TemplateView):
    template_name = "keyroom/master_keys.html"
    page_title = gettext_lazy("Master keys")
    header_icon = "key"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("keyroom:index"), "label": gettext_lazy("Master keys")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _let_in(request)
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            standings=rotation.standings(), outdated=rotation.outdated().count(), job=services.job_in_hand(), **kwargs
        )


@require_POST
def rotate(request: HttpRequest) -> HttpResponse:
    post = _let_in(request)
    if services.ask_for_rotation(by=post):
        messages.success(request, _("The data keys are being wrapped under the current version."))
    else:
        messages.info(request, _("A rotation is under way already."))
    return redirect("keyroom:index")


def _let_in(request: HttpRequest) -> Post:
    user = request.user
    if not isinstance(user, User) or not may_look_after_keys(user) or user.acting_post is None:
        raise PermissionDenied
    return user.acting_post
