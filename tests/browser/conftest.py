"""The running portal, once for all browser tests, and people with a browser each."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.person import Person
from tests.browser.unfinished import unfinished
from tests.running import RunningPortal, running

# Where the handbook's pictures go; without it they are only for whoever looks into the test's own folder.
PICTURES = "HANDBOOK_PICTURES"
# How long something may take to appear on a machine that is busy with other tests (ms); it is not waited for longer.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    with running(tmp_path_factory.mktemp("browser") / "data") as portal:
        yield portal


@pytest.fixture(scope="session")
def unfinished_work(portal: RunningPortal) -> dict[str, str]:
    return unfinished(portal.environment)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = os.environ.get(PICTURES)
    return Path(folder) if folder else tmp_path_factory.mktemp("pictures")


@pytest.fixture
def somebody(portal: RunningPortal, chromium: Browser, pictures: Path) -> Iterator[Callable[..., Person]]:
    """Makes people: `somebody()` with a phone, `somebody(phone=False)` at a desk, `somebody("police")` signed in."""
    people: list[Person] = []

    def make(name: str = "", *, phone: bool = True) -> Person:
        person = Person(chromium, portal.url, pictures, phone=phone)
        people.append(person)
        if name:
            person.sign_in(name)
        return person

    yield make
    for person in people:
        person.leave()
        assert not person.complaints, f"The browser complained: {person.complaints}"
