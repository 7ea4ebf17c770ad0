"""The way in behind every door: whoever has shown the first factor is asked for the second, then is signed in."""

from time import time

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from portal.accounts import second_factor
from portal.directory.models import User

HALF = "half_signed_in"
# So long the password need not be typed again before the code.
HALF_SECONDS = 5 * 60


def proceed(request: HttpRequest, user: User, *, backend: str, place: str, assured: bool = False) -> HttpResponse:
    """The first factor was right. `place` is an address of ours to go on to, or empty.

    `assured`: an identity provider that we trust with it has asked for a second factor already.
    """
    if second_factor.is_set(user) and not assured:
        request.session.cycle_key()
        request.session[HALF] = {
            "user": user.pk,
            "hash": user.get_session_auth_hash(),
            "backend": backend,
            "place": place,
            "at": time(),
        }
        return redirect("second_step")
    login(request, user, backend=backend)
    if assured:
        second_factor.note_passed(request)
    return _go_on(place)


def half_signed_in(request: HttpRequest) -> User | None:
    """Who has shown the first factor a moment ago. A password changed meanwhile ends it."""
    half = request.session.get(HALF)
    if not isinstance(half, dict) or time() - half["at"] > HALF_SECONDS:
        return None
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), half["hash"]):
        return None
    return user


def complete(request: HttpRequest, user: User) -> HttpResponse:
    """The second factor was right."""
    half = request.session.pop(HALF)
    login(request, user, backend=half["backend"])
    second_factor.note_passed(request)
    return _go_on(half["place"])


def _go_on(place: str) -> HttpResponse:
    return HttpResponseRedirect(place or reverse("after_sign_in"))
