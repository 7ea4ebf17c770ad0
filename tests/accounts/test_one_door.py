"""Whoever signs in does so at one door: others would know neither pauses, nor second factors, nor networks."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.views import LoginView
from django.urls import URLResolver, get_resolver

from tests.accounts.conftest import PASSWORD, new_browser

pytestmark = pytest.mark.django_db


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, object]]:
    for entry in resolver.url_patterns:
        # What stands before pages says which language they are in; nothing in Chinese.
        address = before + str(entry.pattern) if entry.pattern.regex.pattern else before
        if isinstance(entry, URLResolver):
            yield from addresses(entry, address)
        else:
            yield address, entry.callback


DOORS = {
    address
    for address, view in addresses(get_resolver())
    if issubclass(getattr(view, "view_class", object), LoginView) or "login" in address
}


def test_the_doors_are_known():
    assert {"accounts/sign-in/", "admin/login/", "_util/login/"} <= DOORS


@pytest.mark.parametrize("address", sorted(DOORS - {"accounts/sign-in/"}))
def test_every_other_door_leads_to_the_one(cast, address):
    person = cast.east_police
    person.set_password(PASSWORD)
    person.save()
    stranger = new_browser()

    answer = stranger.post(f"/{address}?next=/desk/", {"username": person.username, "password": PASSWORD})

    assert answer.headers["Location"] == "/accounts/sign-in/?next=/desk/"
    assert "_auth_user_id" not in stranger.session
