"""Wrong passwords cost time, and nobody can spend somebody else's: a whole office cannot be locked out."""

from datetime import timedelta

import pytest

from portal.accounts import patience
from tests.accounts.conftest import PASSWORD, new_browser, sign_in

pytestmark = pytest.mark.django_db
OFFICE = "10.20.0.1"
NAMES = ("east_police", "east_police_leader", "east_township", "east_civil_affairs", "east_teacher")


@pytest.fixture
def clock(clock, monkeypatch):
    monkeypatch.setattr(patience, "time", lambda: clock.now.timestamp())
    return clock


@pytest.fixture
def office(cast, clock):
    """Five people at their usual desks, behind one address."""
    desks = {}
    for name in NAMES:
        user = getattr(cast, name)
        user.set_password(PASSWORD)
        user.save()
        desks[name] = new_browser()
        sign_in(desks[name], name, address=OFFICE)
        desks[name].post("/accounts/sign-out/")
    return desks


def attack(name, *, address, times):
    stranger = new_browser()
    for _ in range(times):
        answer = sign_in(stranger, name, "guess", address=address)
    return answer


@pytest.mark.parametrize("address", [OFFICE, "203.0.113.9"])
def test_who_guesses_at_every_name_holds_up_nobody_at_their_usual_desk(office, address):
    for name in NAMES:
        held = attack(name, address=address, times=patience.FREE_ATTEMPTS + 2)
        assert "Please wait" in held.content.decode()
    for name, desk in office.items():
        assert sign_in(desk, name, address=OFFICE).status_code == 302


def test_guessing_from_everywhere_does_not_either(office):
    for n in range(patience.FREE_ATTEMPTS_OF_A_NAME + 1):
        attack("east_police", address=f"198.51.{n}.1", times=1)
    assert "Please wait" in attack("east_police", address="192.0.2.1", times=1).content.decode()
    assert sign_in(office["east_police"], "east_police", address="192.0.2.77").status_code == 302


def test_at_the_usual_desk_wrong_passwords_cost_time_as_well(office):
    desk = office["east_police"]
    for _ in range(patience.FREE_ATTEMPTS):
        sign_in(desk, "east_police", "wrong", address=OFFICE)
    assert "Please wait 2 seconds" in sign_in(desk, "east_police", address=OFFICE).content.decode()


def test_a_device_is_usual_for_those_only_who_have_signed_in_on_it(office):
    attack("east_teacher", address=OFFICE, times=patience.FREE_ATTEMPTS)
    assert "Please wait" in sign_in(office["east_police"], "east_teacher", address=OFFICE).content.decode()


def test_an_invented_device_is_a_stranger(office):
    stranger = new_browser()
    for n in range(patience.FREE_ATTEMPTS + 1):
        stranger.cookies["device"] = f"a device that nobody knows {n}"
        answer = sign_in(stranger, "east_police", "guess", address=OFFICE)
    assert "Please wait" in answer.content.decode()


def test_the_longest_pause_passes(office, clock):
    attack("east_police", address="203.0.113.9", times=patience.FREE_ATTEMPTS + 1)
    clock.pass_by(timedelta(seconds=patience.LONGEST_PAUSE))
    assert sign_in(new_browser(), "east_police", address="203.0.113.9").status_code == 302


def test_one_password_tried_with_all_names_costs_time_and_no_work(office, monkeypatch):
    monkeypatch.setattr(patience, "FREE_ATTEMPTS_FROM_AN_ADDRESS", 8)
    stranger, looked = new_browser(), []
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", lambda *_, **given: looked.append(given["username"]))
    for n in range(12):
        answer = sign_in(stranger, f"name-{n}", "guess", address=OFFICE)
    assert "Please wait" in answer.content.decode()
    assert looked == [f"name-{n}" for n in range(8)]

    monkeypatch.undo()
    assert sign_in(office["east_police"], "east_police", address=OFFICE).status_code == 302


def test_a_subscriber_with_very_many_addresses_is_one(office, monkeypatch):
    monkeypatch.setattr(patience, "FREE_ATTEMPTS_FROM_AN_ADDRESS", 8)
    for n in range(9):
        answer = attack(f"name-{n}", address=f"2001:db8:1:2::{n}", times=1)
    assert "Please wait" in answer.content.decode()
    assert "Please wait" not in attack("name-9", address="2001:db8:1:3::1", times=1).content.decode()
