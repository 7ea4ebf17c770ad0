from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from forms import services
from forms.admin.poster import poster
from forms.admin.sharing import OptionListViewSet, SharedGroupViewSet
from forms.admin.viewset import FormViewSet
from forms.models import FormPage, OptionList
from forms.versions.models import Edited

for viewset in (FormViewSet, OptionListViewSet, SharedGroupViewSet):
    register_snippet(viewset)


@hooks.register("register_admin_urls")
def urls_of_forms() -> list[URLPattern]:
    return [path("form-posters/<int:page_id>/", poster, name="form_poster")]


@hooks.register("register_page_header_buttons")
def poster_of_the_page(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, FormPage) and page.live:
        yield Button(
            _("Poster with QR code (PDF)"), reverse("form_poster", args=[page.pk]), icon_name="print", priority=80
        )


@hooks.register("before_delete_snippet")
def lists_in_use_stay(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """A form that names a list which is gone could not be published again."""
    if not any(isinstance(one, OptionList) and any(services.uses(one)) for one in instances):
        return None
    messages.error(request, _("Forms use this list. End its options on a day instead of deleting it."))
    return redirect(instances[0].snippet_viewset.get_url_name("list"))


@hooks.register("before_delete_snippet")
def published_versions_stay(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """What is filled in and what runs points to them, so the database would refuse."""
    if not any(isinstance(one, Edited) and one.current_version for one in instances):
        return None
    sentence = _("What has been published stays. To take it out of use, unpublish it, or the pages that offer it.")
    messages.error(request, sentence)
    return redirect(instances[0].snippet_viewset.get_url_name("list"))
