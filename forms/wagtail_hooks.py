from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from forms.admin.viewset import FormViewSet
from forms.versions.models import Edited

register_snippet(FormViewSet)


@hooks.register("before_delete_snippet")
def published_versions_stay(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """What is filled in and what runs points to them, so the database would refuse."""
    if not any(isinstance(one, Edited) and one.current_version for one in instances):
        return None
    sentence = _("What has been published stays. To take it out of use, unpublish it, or the pages that offer it.")
    messages.error(request, sentence)
    return redirect(instances[0].snippet_viewset.get_url_name("list"))
