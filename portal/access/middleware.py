"""Every request of a signed-in person acts in one post, from one address; the editors' admin opens only to editors."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.access import origin

SESSION_KEY = "acting_post"
ADMIN = "/admin/"
ADMIN_LEFT_OPEN = ("/admin/login/", "/admin/logout/", "/admin/jsi18n/", "/admin/sprite/")


class ActingPostMiddleware:
    """The post chosen for the session. A visitor without a session cookie costs nothing here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        chosen = request.session.get(SESSION_KEY) if has_session else None
        if chosen and request.user.is_authenticated:
            request.user.act_in(chosen)
        # Behind proxies this is the visitor's address all the same (portal/clientaddress.py).
        with origin.coming_from(request.META.get("REMOTE_ADDR", "")):
            return self.get_response(request)


class AdminDoorMiddleware:
    """Staff work in the desk. Who is signed in and no editor is told so, instead of being sent to sign in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        path = request.path_info
        if not path.startswith(ADMIN) or path.startswith(ADMIN_LEFT_OPEN):
            return
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
