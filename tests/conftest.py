"""Fixtures that every test may use."""

import gc
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real
from playwright.sync_api import Browser, sync_playwright

from portal.supervisor.catalogues import compile_changed
from portal.supervisor.run import LOCALES
from tests import cast as cast_of_characters

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_configure() -> None:
    """As in life: the portal speaks Chinese from a clean clone on, also in tests."""
    if compile_changed(LOCALES):
        # Django was set up before, and remembers catalogues that were not there yet.
        trans_real._translations.clear()


# Where a test without a database is pure; elsewhere it may start a portal, which has one.
PURE_ROOMS = ("tests/forms/", "tests/content/", "tests/workflows/", "tests/packs/", "tests/pdf/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database is run once: the second run of the suite is about PostgreSQL and Redis."""
    for item in items:
        asks = "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db") is not None
        if not asks and item.nodeid.startswith(PURE_ROOMS):
            item.add_marker(pytest.mark.once)


def pytest_collection_finish() -> None:
    """What is imported stays, so the collector need not look at it again and again: an eighth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


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
