"""People with passwords, and a clock that tests turn."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from portal.accounts import sessions

PASSWORD = "A long enough password 1"
DOOR = "/accounts/sign-in/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


class Clock:
    def __init__(self, monkeypatch):
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        monkeypatch.setattr(sessions, "time", lambda: self.now.timestamp())
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def pass_by(self, span):
        self.now += span


@pytest.fixture(autouse=True)
def _nobody_is_remembered():
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def officer(cast, clock):
    """With a password as old as the clock, whatever day it is outside."""
    user = cast.east_police
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def browser():
    return new_browser()


def new_browser(**headers):
    client = Client(headers={"user-agent": CHROME, **headers})
    client.cookies["django_language"] = "en"
    return client


def sign_in(client, name, password=PASSWORD, *, address="10.1.2.3", **data):
    return client.post(DOOR, {"username": name, "password": password, **data}, REMOTE_ADDR=address)
