"""How large a request may be. A larger one is refused by the length it announces; what arrived of it is not kept.

The turnstile in front of Django (portal/turnstile.py) has then let the browser finish sending, so that it reads the
answer. What it could make small enough arrives here without some of its files (portal/thinning.py), and is refused
too unless the view tells people of them.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from portal import errors
from portal.contentpolicy import ADMIN
from portal.thinning import left_out, may_be_thin


class BodyLimitMiddleware:
    """Stands after the language, so that the refusal speaks it, and before anything that reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _announced(request) > settings.REQUEST_MAX_BYTES:
            return errors.too_large(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if left_out(request) and not may_be_thin(view):
            return errors.too_large(request)
        if (
            request.method == "POST"
            and not request.path.startswith(ADMIN)
            and _fields(request) > settings.FIELDS_OUTSIDE_ADMIN
        ):
            raise TooManyFieldsSent("More fields than any form outside the admin has.")
        return None


def _fields(request: HttpRequest) -> int:
    if request.method != "POST":
        return 0
    try:
        return sum(len(values) for _name, values in request.POST.lists())
    except UnreadablePostError:
        # Whoever sent it is gone. The view finds that out, too.
        return 0


def _announced(request: HttpRequest) -> int:
    length: str = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() else 0
