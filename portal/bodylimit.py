"""How large a request may be. A larger one is refused by the length it announces; what arrived of it is not kept.

The turnstile in front of Django (portal/turnstile.py) has then let the browser finish sending, so that it reads the
answer.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal import errors


class BodyLimitMiddleware:
    """Stands after the language, so that the refusal speaks it, and before anything that reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _announced(request) > settings.REQUEST_MAX_BYTES:
            return errors.too_large(request)
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    length: str = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() else 0
