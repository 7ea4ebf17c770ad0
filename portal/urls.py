"""Every address of the portal. Upper floors are named by string, so no import runs up."""

from django.urls import URLResolver, include, path
from django.views.generic import RedirectView

from portal import errors
from portal.jsonapi import api
from portal.language import PagesPrefix
from portal.notices.choices import notice_choices
from portal.pictures import picture

api.add_router("", "forms.api.routes.router")
api.add_router("", "forms.api.filing.router")
api.add_router("", "workflows.api.routes.router")
api.add_router("", "workflows.api.cases.router")

urlpatterns = [
    # One door: Wagtail's own sign-in pages lead to ours.
    path("admin/login/", RedirectView.as_view(pattern_name="sign_in", query_string=True)),
    path("_util/login/", RedirectView.as_view(pattern_name="sign_in", query_string=True)),
    path("admin/", include("wagtail.admin.urls")),
    path("media/images/<path:name>", picture),
    path("documents/", include("wagtail.documents.urls")),
    path("accounts/notices/", notice_choices, name="notice_choices"),
    path("accounts/", include("portal.accounts.urls")),
    path("api/v1/", api.urls),
    path("", include("portal.public_urls")),
    path("", include("content.urls")),
    path("", include("forms.urls")),
    path("", include("workflows.urls")),
    # Last: every other address is a page of the site.
    URLResolver(PagesPrefix(), "wagtail.urls"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
