"""Headers that keep what a page shows from being kept elsewhere, and its powers small."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.pagecache import PRIVATE_PREFIXES

NO_STORE = "no-store"
PERMISSIONS = ", ".join(
    [
        "geolocation=(self)",
        *(
            f"{power}=()"
            for power in (
                "accelerometer",
                "camera",
                "display-capture",
                "gyroscope",
                "magnetometer",
                "microphone",
                "payment",
                "usb",
            )
        ),
    ]
)
# The admin's icons and translations are the same for everybody and name their own version.
SHARED_BY_ALL = ("/admin/sprite/", "/admin/jsi18n/")


class PrivacyHeadersMiddleware:
    """`no-store` on every page of a signed-in person and every page about a report; nothing else is stored unasked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_private(request, response):
            response.headers["Cache-Control"] = NO_STORE
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def _is_private(request: HttpRequest, response: HttpResponseBase) -> bool:
    if request.path_info.startswith(SHARED_BY_ALL):
        return False
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or settings.SESSION_COOKIE_NAME in response.cookies
        or request.path_info.startswith(PRIVATE_PREFIXES)
    )
