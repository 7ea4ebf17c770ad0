"""Who asks, behind a reverse proxy: REMOTE_ADDR becomes the visitor's address, where that can be believed."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ClientAddressMiddleware:
    """`settings.PROXIES` reverse proxies stand before the portal, and each adds whom it was asked by.

    Only that many entries from the end were written by them; what stands before may be anybody's invention. Without
    this all visitors would have the proxy's address, and share its tries at `/follow/` and its pauses at signing in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = _told_by_proxies(request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.PROXIES)
        if address:
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def _told_by_proxies(chain: str, proxies: int) -> str:
    """The entry of the outermost of our proxies; empty when there is none, or when it is no address."""
    entries = [entry.strip() for entry in chain.split(",")]
    if not 0 < proxies <= len(entries):
        return ""
    try:
        return str(ip_address(entries[-proxies]))
    except ValueError:
        return ""
