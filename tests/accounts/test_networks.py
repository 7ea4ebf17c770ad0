"""Administration and desk from named networks only; the public pages from everywhere."""

import logging
from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.access.models import Access
from portal.accounts.networks import within
from portal.settings import environment

OFFICE = [ip_network("10.20.0.0/16"), ip_network("2001:db8::/32")]
INSIDE, OUTSIDE = "10.20.3.4", "203.0.113.77"


def status(client, path, address):
    return client.get(path, REMOTE_ADDR=address).status_code


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        (INSIDE, True),
        ("10.21.0.1", False),
        ("2001:db8::5", True),
        ("::ffff:10.20.1.1", True),
        ("", False),
        ("x", False),
    ],
)
def test_an_address_lies_in_a_network_or_not(address, inside):
    assert within(address, OFFICE) is inside


def test_no_networks_named_means_from_everywhere():
    assert within("anything", [])


def test_the_administration_opens_from_the_named_networks_only(settings, browser, db):
    settings.ADMIN_NETWORKS = OFFICE
    assert status(browser, "/admin/", INSIDE) == 302
    assert status(browser, "/admin/", OUTSIDE) == 403
    assert status(browser, "/admin/login/", OUTSIDE) == 403
    assert status(browser, "/accounts/sign-in/", OUTSIDE) == 200
    assert status(browser, "/follow/", OUTSIDE) == 200


def test_the_desk_and_its_door_open_from_the_named_networks_only(settings, browser, db):
    settings.STAFF_NETWORKS = OFFICE
    for path in ("/desk/", "/accounts/sign-in/", "/admin/"):
        assert status(browser, path, INSIDE) != 403
        assert status(browser, path, OUTSIDE) == 403
    assert status(browser, "/follow/", OUTSIDE) == 200


def test_who_is_refused_reads_why_and_the_log_says_it_without_the_address(settings, browser, db, caplog):
    settings.ADMIN_NETWORKS = OFFICE
    with caplog.at_level(logging.WARNING, "portal.accounts.networks"):
        page = browser.get("/admin/", REMOTE_ADDR=OUTSIDE).content.decode()
    assert "from the networks of the office only" in page
    assert "203.0.113.*" in caplog.text
    assert OUTSIDE not in caplog.text + page


def test_a_refused_person_who_is_signed_in_stands_in_the_access_log(settings, browser, officer):
    settings.STAFF_NETWORKS = OFFICE
    browser.force_login(officer)
    assert status(browser, "/desk/", OUTSIDE) == 403
    row = Access.objects.get(action="enter_desk")
    assert (row.user, row.allowed) == (officer, False)


def test_a_header_of_the_visitors_own_making_opens_nothing(settings, browser, db):
    settings.ADMIN_NETWORKS = OFFICE
    settings.PROXIES = 0
    answer = browser.get("/admin/", REMOTE_ADDR=OUTSIDE, headers={"x-forwarded-for": INSIDE, "x-real-ip": INSIDE})
    assert answer.status_code == 403


def test_a_network_that_is_none_is_refused_with_its_name(monkeypatch):
    monkeypatch.setenv("ADMIN_NETWORKS", "10.20.0.0/16, the office")
    with pytest.raises(ImproperlyConfigured, match="ADMIN_NETWORKS has 'the office'"):
        environment.networks("ADMIN_NETWORKS")
