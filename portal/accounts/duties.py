"""What a person must put right before working: a password that has run out, a second factor, a post."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from portal.accounts import acting, second_factor, sessions
from portal.accounts.clock import where_one_was
from portal.directory.models import User

# Where people work. The public pages, and the pages on which the duty is done, stay open.
STAFF_PLACES = ("/desk/", "/admin/", "/api/")


class DutiesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        at_work = request.path_info.startswith(STAFF_PLACES) and settings.SESSION_COOKIE_NAME in request.COOKIES
        if at_work and isinstance(request.user, User) and (answer := _before_work(request, request.user)):
            return answer
        return self.get_response(request)


def _before_work(request: HttpRequest, user: User) -> HttpResponse | None:
    """What stands between the person and this page; nothing, as a rule."""
    ended = acting.has_ended(request, user)
    if page := _first_duty(request, user):
        return _send_to(request, page)
    # What was meant to be done in one post is not done in another.
    place = request.get_full_path() if request.method in ("GET", "HEAD") else "/desk/"
    return HttpResponseRedirect(place) if ended else None


def _first_duty(request: HttpRequest, user: User) -> str:
    """The name of the page to go to first; empty when there is nothing to do."""
    if second_factor.is_required(request) and not second_factor.passed(request):
        return "second_step" if second_factor.is_set(user) else "set_up_second_factor"
    if password_is_due(request):
        return "change_password"
    return "choose_post" if acting.must_choose(request, user) else ""


def password_is_due(request: HttpRequest) -> bool:
    due = password_due(request)
    return due is not None and due <= timezone.localdate()


def password_due(request: HttpRequest) -> date | None:
    noted = request.session.get(sessions.DUE_ON)
    return date.fromisoformat(noted) if noted else None


def _send_to(request: HttpRequest, page: str) -> HttpResponse:
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return HttpResponse(status=401)
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': where_one_was(request)})}")
