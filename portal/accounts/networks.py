"""From where one may enter: the administration, and the desk with its door, each from the networks that are named.

The address is the visitor's own (portal/clientaddress.py), so that a header of the visitor's making opens nothing.
"""

import logging
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from portal.access.services import record_refusal
from portal.accounts.devices import shortened
from portal.directory.models import User
from portal.settings.environment import Network

log = logging.getLogger(__name__)

ADMIN = "/admin/"
STAFF = (ADMIN, "/desk/", "/api/", "/accounts/")


class NetworksMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        place = refused_place(request.path_info, request.META.get("REMOTE_ADDR", ""))
        return _refuse(request, place) if place else self.get_response(request)


def refused_place(path: str, address: str) -> str:
    """`administration` or `desk` when that may not be entered from the address, else empty."""
    if path.startswith(ADMIN) and not within(address, settings.ADMIN_NETWORKS):
        return "administration"
    if path.startswith(STAFF) and not within(address, settings.STAFF_NETWORKS):
        return "desk"
    return ""


def within(address: str, networks: list[Network]) -> bool:
    """No networks named: from anywhere. What is no address is in none."""
    if not networks:
        return True
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return any((mapped or parsed) in network for network in networks)


def _refuse(request: HttpRequest, place: str) -> HttpResponseBase:
    log.warning("The %s was not opened from the network %s", place, shortened(request.META.get("REMOTE_ADDR", "")))
    if isinstance(request.user, User):
        record_refusal(request.user, by=request.user.acting_post, action=f"enter_{place}", purpose="network")
    return render(request, "accounts/wrong_network.html", {"is_administration": place == "administration"}, status=403)
