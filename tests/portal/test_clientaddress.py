"""Whose address counts, with proxies in front of the portal and without."""

import pytest
from django.http import HttpResponse

from portal.clientaddress import ClientAddressMiddleware

PROXY, VISITOR, INVENTED = "10.0.0.9", "203.0.113.7", "198.51.100.1"


@pytest.fixture
def seen(rf, settings):
    """The address that the views see."""

    def look(proxies, chain=None):
        settings.PROXIES = proxies
        headers = {"x-forwarded-for": chain} if chain is not None else {}
        request = rf.get("/", headers=headers, REMOTE_ADDR=PROXY)
        ClientAddressMiddleware(lambda _request: HttpResponse())(request)
        return request.META["REMOTE_ADDR"]

    return look


@pytest.mark.parametrize(
    ("proxies", "chain", "address"),
    [
        (1, VISITOR, VISITOR),
        (1, f"{INVENTED}, {VISITOR}", VISITOR),
        (2, f"{INVENTED}, {VISITOR}, 10.0.0.8", VISITOR),
        (1, " 2001:DB8::1 ", "2001:db8::1"),
    ],
)
def test_behind_proxies_it_is_what_the_outermost_of_them_was_asked_by(seen, proxies, chain, address):
    assert seen(proxies, chain) == address


@pytest.mark.parametrize(
    ("proxies", "chain"), [(0, VISITOR), (1, None), (1, ""), (2, VISITOR), (1, "unknown"), (1, "a' OR 1=1")]
)
def test_what_no_proxy_of_ours_has_said_is_not_believed(seen, proxies, chain):
    assert seen(proxies, chain) == PROXY
