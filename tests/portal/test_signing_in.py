"""One door for staff and editors: who gets in, who waits, and where each one lands."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client, RequestFactory

from portal.access.middleware import SESSION_KEY
from portal.accounts import patience
from portal.directory.models import Post, User

PASSWORD = "a long enough password"
DOOR = "/accounts/sign-in/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_is_remembered():
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    now = [1_000_000.0]
    monkeypatch.setattr(patience, "time", lambda: now[0])
    return now


@pytest.fixture
def officer(cast):
    return with_password(cast.east_police)


@pytest.fixture
def editor(db):
    user = with_password(User.objects.create(username="editor"))
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(name, password=PASSWORD, *, address="10.0.0.1", client=None, **data):
    client = client or Client()
    client.cookies["django_language"] = "en"
    return client.post(DOOR, {"username": name, "password": password, **data}, REMOTE_ADDR=address)


def test_a_person_with_a_post_lands_at_the_desk(pages, officer):
    response = pages.post(DOOR, {"username": officer.username, "password": PASSWORD}, follow=True)
    assert [address for address, _status in response.redirect_chain] == ["/accounts/after-sign-in/", "/desk/"]


def test_an_editor_without_a_post_lands_at_the_admin(editor):
    client = Client()
    client.force_login(editor)
    assert client.get("/accounts/after-sign-in/")["Location"] == "/admin/"


def test_after_signing_in_one_comes_to_the_page_one_wanted_but_never_to_another_site(officer):
    assert sign_in(officer.username, next="/desk/cases/")["Location"] == "/desk/cases/"
    assert sign_in(officer.username, next="https://evil.example/")["Location"] == "/accounts/after-sign-in/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(officer):
    wrong = sign_in(officer.username, "not the password")
    unknown = sign_in("nobody at all", "not the password")
    sentence = "Name and password do not belong together"
    assert wrong.status_code == unknown.status_code == 200
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()


def test_after_five_wrong_passwords_even_the_right_one_waits_and_then_passes(officer, clock):
    for _ in range(patience.FREE_ATTEMPTS):
        sign_in(officer.username, "wrong")
    held = sign_in(officer.username)
    assert held.status_code == 200
    assert "Please wait 2 seconds" in held.content.decode()
    clock[0] += 3
    assert sign_in(officer.username).status_code == 302


def test_each_further_failure_makes_the_pause_longer_up_to_five_minutes(officer, clock):
    pauses = []
    for _ in range(patience.FREE_ATTEMPTS + 12):
        sign_in(officer.username, "wrong")
        waiting = patience.Patience.of(_request("10.0.0.1"), officer.username).seconds_left()
        pauses.append(waiting)
        clock[0] += waiting + 1
    assert pauses == sorted(pauses)
    assert pauses[-1] == patience.LONGEST_PAUSE


def test_colleagues_and_the_same_person_elsewhere_are_not_held_up(officer, cast, clock):
    with_password(cast.west_police)
    for _ in range(patience.FREE_ATTEMPTS + 3):
        sign_in(officer.username, "wrong")
    assert sign_in("west_police").status_code == 302
    assert sign_in(officer.username, address="10.0.0.2").status_code == 302


def test_guessing_one_name_from_many_addresses_is_slowed_too(officer, clock):
    for n in range(patience.FREE_ATTEMPTS_OF_A_NAME):
        sign_in(officer.username, "wrong", address=f"10.1.{n}.1")
    assert "Please wait" in sign_in(officer.username, address="10.9.9.9").content.decode()


def test_signing_in_forgets_the_failures(officer, clock):
    for _ in range(patience.FREE_ATTEMPTS - 1):
        sign_in(officer.username, "wrong")
    sign_in(officer.username)
    sign_in(officer.username, "wrong")
    assert sign_in(officer.username).status_code == 302


def test_a_name_in_other_letters_or_with_spaces_is_the_same_name(officer):
    a, b = (patience.Patience.of(_request("10.0.0.1"), name) for name in ("east_police", " EAST_police "))
    assert a == b


def test_neither_name_nor_address_stands_in_the_cache(officer, monkeypatch):
    keys = []
    monkeypatch.setattr(patience.cache, "add", lambda key, *_value, **_how: keys.append(key))
    sign_in(officer.username, "wrong")
    assert len(keys) >= 2
    assert not any("east_police" in key or "10.0.0.1" in key for key in keys)


def test_the_session_gets_a_new_name_when_one_signs_in(officer):
    client = Client()
    session = client.session
    session["before"] = "here"
    session.save()
    sign_in(officer.username, client=client)
    assert client.session.session_key != session.session_key


def test_signing_out_is_a_post_and_ends_the_session(officer):
    client = Client()
    sign_in(officer.username, client=client)
    assert client.get("/accounts/sign-out/").status_code == 405
    response = client.post("/accounts/sign-out/")
    assert response["Location"] == "/"
    assert response["Clear-Site-Data"] == '"cache"'
    assert client.get("/accounts/after-sign-in/")["Location"].startswith(DOOR)


def test_wagtails_own_sign_in_page_leads_to_ours(db):
    client = Client()
    assert client.get("/admin/")["Location"] == f"{DOOR}?next=/admin/"
    assert client.get("/admin/login/?next=/admin/images/")["Location"] == f"{DOOR}?next=/admin/images/"


def test_staff_without_the_right_are_refused_at_the_admin_and_not_sent_round_in_circles(officer):
    client = Client()
    client.force_login(officer)
    for address in ("/admin/", "/admin/pages/", "/admin/users/", "/admin/api/main/pages/"):
        assert client.get(address).status_code == 403


def test_an_editor_comes_into_the_admin_and_finds_no_help_menu(editor):
    client = Client()
    client.force_login(editor)
    page = client.get("/admin/").content.decode()
    assert "css/admin.css" in page
    menu = re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    names = set(re.findall(r'"name": ?"([a-z-]+)"', menu))
    assert "desk" in names
    assert "help" not in names


def test_a_person_with_two_posts_chooses_the_one_to_act_in(pages, officer, cast):
    other = Post.objects.create(user=officer, organisation=cast.post("west_police").organisation, role="police_leader")
    pages.force_login(officer)
    assert "I am acting as" in _english(pages, "/accounts/post/")
    response = pages.post("/accounts/post/", {"post": other.pk}, follow=True)
    assert pages.session[SESSION_KEY] == other.pk
    assert response.context["chrome"].post == other


@pytest.mark.parametrize("chosen", ["somebody else's", "999999", "", "٣"])
def test_nobody_acts_in_a_post_that_is_not_theirs(pages, officer, cast, chosen):
    pages.force_login(officer)
    post = cast.post("west_police").pk if chosen == "somebody else's" else chosen
    pages.cookies["django_language"] = "en"
    response = pages.post("/accounts/post/", {"post": post}, follow=True)
    assert pages.session[SESSION_KEY] == cast.post("east_police").pk
    assert "That post is not yours" in response.content.decode()


def test_changing_the_password_keeps_this_session_and_ends_the_others(pages, officer):
    here, elsewhere = pages, Client()
    for client in (here, elsewhere):
        client.force_login(officer)
    new = "An entirely different one"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/accounts/password/", data)["Location"] == "/accounts/after-sign-in/"
    assert here.get("/accounts/after-sign-in/")["Location"] == "/desk/"
    assert elsewhere.get("/accounts/after-sign-in/")["Location"].startswith(DOOR)


def test_a_forged_sign_in_is_refused_with_a_page_that_says_what_to_do(officer):
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"
    response = client.post(DOOR, {"username": officer.username, "password": PASSWORD})
    assert response.status_code == 403
    assert "Go back, reload the page and send it again" in response.content.decode()


def _request(address):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def _english(client, address):
    client.cookies["django_language"] = "en"
    return client.get(address).content.decode()
