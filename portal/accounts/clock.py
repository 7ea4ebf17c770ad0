"""Sessions that run out: after a time without any work, and after a working day."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts import sessions

# With these Wagtail's editor says every few seconds that it is open, whether or not anybody sits before it.
SAYS_BY_ITSELF = "/admin/editing-sessions/"
SENTENCES = {
    "idle": _("You were signed out because nothing was done for a while. Sign in to go on where you were."),
    "age": _("You were signed out at the end of the longest time for one session. Sign in to go on where you were."),
}


class SessionClockMiddleware:
    """Visitors without a session cost nothing here.

    Whose session has run out goes on as a visitor: what is open to everybody, a report above all, is taken as it was
    sent; what is not leads to the door, and from there back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if why := sessions.run_out(request):
                return self._as_visitor(request, why)
            if _is_work(request):
                sessions.seen(request)
        response = self.get_response(request)
        _remember_device(request, response)
        return response

    def _as_visitor(self, request: HttpRequest, why: str) -> HttpResponseBase:
        place = where_one_was(request)
        logout(request)
        response = self.get_response(request)
        _remember_device(request, response)
        return _to_the_door(request, why, place) if _is_refused(response) else response


def where_one_was(request: HttpRequest) -> str:
    """The page to come back to: this one, or the one whose form was sent, for a POST has nothing to come back to."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or not before.path:
        return request.path
    return f"{before.path}?{before.query}" if before.query else before.path


def _is_refused(response: HttpResponseBase) -> bool:
    to_the_door = response.headers.get("Location", "").partition("?")[0] == reverse("sign_in")
    return to_the_door or response.status_code in (401, 403)


def _to_the_door(request: HttpRequest, why: str, place: str) -> HttpResponse:
    if not _is_navigation(request):
        # A script must not take the sign-in page for an answer.
        return HttpResponse(status=401)
    messages.info(request, SENTENCES[why])
    return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'next': place})}")


def _is_work(request: HttpRequest) -> bool:
    """A page that looks again by itself is no work; saving what is typed is."""
    by_itself = request.path_info.startswith(SAYS_BY_ITSELF)
    return _is_navigation(request) or (request.method == "POST" and not by_itself)


def _is_navigation(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _remember_device(request: HttpRequest, response: HttpResponseBase) -> None:
    token = request.META.get("portal.new_device")
    if token:
        response.set_cookie(
            sessions.DEVICE_COOKIE,
            token,
            max_age=int(sessions.REMEMBERED.total_seconds()),
            path=sessions.DEVICE_COOKIE_PATH,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
