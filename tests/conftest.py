"""Fixtures that every test may use."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import trans_real
from playwright.sync_api import Browser, sync_playwright

from portal.supervisor.catalogues import compile_changed
from portal.supervisor.run import LOCALES
from tests import cast as cast_of_characters
from tests.tables import copied_database

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_configure() -> None:
    """As in life: the portal speaks Chinese from a clean clone on, also in tests."""
    if compile_changed(LOCALES):
        # Django was set up before, and remembers catalogues that were not there yet.
        trans_real._translations.clear()


# What asks for any of them is about the database; and these rooms are about Redis.
OF_A_DATABASE = {"db", "transactional_db", "django_db_setup"}
OF_REDIS = ("tests/effort/", "tests/jobs/", "tests/portal/test_pagecache.py", "tests/production/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks neither is run once: the second run of the suite is about PostgreSQL and Redis."""
    for item in items:
        asks = not OF_A_DATABASE.isdisjoint(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
        # What kills processes starts portals of its own, on whatever database there is.
        if not (asks or item.get_closest_marker("faults") or item.nodeid.startswith(OF_REDIS)):
            item.add_marker(pytest.mark.once)


def pytest_collection_finish() -> None:
    """What is imported stays, so the collector need not look at it again and again: an eighth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """SQLite begins with a copy of all tables, which Django then keeps; PostgreSQL makes them anew."""
    if connection.vendor != "sqlite":
        return False
    copied_database(Path(connection.settings_dict["TEST"]["NAME"]), "portal.settings.test")
    return True


@pytest.fixture(autouse=True)
def chinese():
    """Every test begins in the portal's own language, whatever the visitor of the test before had chosen."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def cast(db: None) -> cast_of_characters.Cast:
    """The people of the invented prefecture, see tests/cast.py."""
    return cast_of_characters.assemble()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Debian's chromium is not installed; `make test` installs it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
