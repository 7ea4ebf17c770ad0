"""Where one is signed in: recognisable, endable, one's own, and told of when new."""

import pytest

from portal.accounts.devices import Device, shortened
from portal.accounts.models import SignedIn
from portal.notices.models import Notice
from tests.accounts.conftest import CHROME, PASSWORD, new_browser, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/accounts/devices/"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"
WECHAT = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36 MicroMessenger/8.0.60"


@pytest.fixture
def phone():
    return new_browser(**{"user-agent": IPHONE})


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (CHROME, "chrome", "windows"),
        (IPHONE, "safari", "iphone"),
        (WECHAT, "wechat", "android"),
        (CHROME + " Edg/140.0", "edge", "windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox", "linux"),
        ("curl/8", "", ""),
        ("x" * 100_000 + "Windows", "", ""),
    ],
)
def test_a_device_is_known_by_what_its_browser_says(agent, browser, system):
    assert Device.of(agent) == Device(browser, system)


@pytest.mark.parametrize(
    ("address", "network"),
    [("10.1.2.3", "10.1.2.*"), ("2001:db8:1:2::3", "2001:db8:1::*"), ("", ""), ("a name", "")],
)
def test_a_network_is_shown_and_never_the_address(address, network):
    assert shortened(address) == network


def test_the_list_says_where_one_is_signed_in_and_which_is_this_device(officer, browser, phone):
    sign_in(phone, officer.username, address="203.0.113.77")
    sign_in(browser, officer.username)
    page = browser.get(PAGE).content.decode()
    assert "Chrome on Windows <span" in page
    assert "Safari on iPhone" in page
    assert "203.0.113.*" in page
    assert "203.0.113.77" not in page + str(list(SignedIn.objects.values()))
    assert page.count("badge--success") == 1


def test_one_device_is_signed_out_and_the_others_stay(officer, browser, phone):
    third = new_browser()
    for client in (browser, phone, third):
        sign_in(client, officer.username)
    row = SignedIn.objects.get(browser="safari")
    browser.post(f"{PAGE}{row.pk}/end/")
    assert phone.get("/desk/").status_code == 302
    assert third.get("/desk/").status_code == 200
    assert "Safari" not in browser.get(PAGE).content.decode()


def test_all_others_are_signed_out_at_once(officer, browser, phone):
    for client in (browser, phone):
        sign_in(client, officer.username)
    answer = browser.post(f"{PAGE}end-others/", follow=True).content.decode()
    assert "1 other device has been signed out" in answer
    assert phone.get("/desk/").status_code == 302
    assert browser.get("/desk/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else_or_sees_it(officer, cast, browser, phone):
    west = cast.west_police
    west.set_password(PASSWORD)
    west.save()
    sign_in(phone, officer.username)
    sign_in(browser, "west_police")
    row = SignedIn.objects.get(user=officer)
    assert browser.post(f"{PAGE}{row.pk}/end/").status_code == 404
    assert "Safari" not in browser.get(PAGE).content.decode()
    assert phone.get("/desk/").status_code == 200


def test_signing_out_and_running_out_take_a_device_off_the_list(officer, browser, phone):
    sign_in(browser, officer.username)
    sign_in(phone, officer.username)
    phone.post("/accounts/sign-out/")
    assert [row.browser for row in officer.signed_in.open()] == ["chrome"]


def test_the_first_device_is_nothing_to_tell_of_and_a_new_one_is(officer, browser, phone):
    sign_in(browser, officer.username)
    assert not Notice.objects.exists()
    sign_in(phone, officer.username)
    notice = Notice.objects.get()
    assert (notice.user, notice.template, notice.words, notice.path) == (officer, "new_device", {}, PAGE)


def test_a_device_is_recognised_when_it_comes_back(officer, browser, phone):
    sign_in(browser, officer.username)
    sign_in(phone, officer.username)
    phone.post("/accounts/sign-out/")
    sign_in(phone, officer.username, address="198.51.100.9")
    assert Notice.objects.count() == 1


def test_the_cookie_of_a_device_is_sent_to_the_door_only_and_its_value_is_not_kept(officer, browser):
    cookie = sign_in(browser, officer.username).cookies["device"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/accounts/", True, "Lax")
    assert cookie.value not in str(list(SignedIn.objects.values()))
