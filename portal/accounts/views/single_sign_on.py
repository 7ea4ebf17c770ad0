"""To the identity provider and back."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.access.refusal import Refused
from portal.accounts import entry, failures, single_sign_on

PLACE = "single_sign_on_place"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_safe
def to_provider(request: HttpRequest) -> HttpResponse:
    """A link, not a form: the policy lets no form lead to another site. It changes nothing but this session's state."""
    if not single_sign_on.is_offered():
        raise Http404
    asked = request.GET.get("next", "")
    is_here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    request.session[PLACE] = asked if is_here else ""
    try:
        return single_sign_on.lead_there(request, request.build_absolute_uri(reverse("from_provider")))
    except Refused as refused:
        return _back_at_the_door(request, refused)


@never_cache
@require_safe
def from_provider(request: HttpRequest) -> HttpResponse:
    if not single_sign_on.is_offered():
        raise Http404
    place = request.session.pop(PLACE, "")
    try:
        user = single_sign_on.who_came_back(request)
    except Refused as refused:
        failures.note(None, failures.SINGLE_SIGN_ON)
        return _back_at_the_door(request, refused)
    return entry.proceed(request, user, backend=BACKEND, place=place, assured=settings.OIDC_ASSURES_SECOND_FACTOR)


def _back_at_the_door(request: HttpRequest, refused: Refused) -> HttpResponse:
    messages.error(request, str(refused.sentence))
    return redirect("sign_in")
