"""How large a request may be. A larger one is refused by the length it announces, before a byte of it is kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from portal import errors

CHUNK = 256 * 1024
# A browser that is still sending does not read the answer, so some of what is refused is taken and thrown away.
THROWN_AWAY = 3


class BodyLimitMiddleware:
    """Stands after the language, so that the refusal speaks it, and before anything that reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        announced = _announced(request)
        if announced <= settings.REQUEST_MAX_BYTES:
            return self.get_response(request)
        return self._refuse(request, announced)

    def _refuse(self, request: HttpRequest, announced: int) -> HttpResponse:
        most = THROWN_AWAY * settings.REQUEST_MAX_BYTES
        if announced <= most:
            while most > 0 and (chunk := request.read(CHUNK)):
                most -= len(chunk)
        response = errors.too_large(request)
        response["Connection"] = "close"
        return response


def _announced(request: HttpRequest) -> int:
    length: str = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() else 0
