"""The waiting page in a real browser, without a database: the sum is done and the form is sent by itself."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, expect

from portal.effort.puzzles import Puzzle, solves

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[2] / "portal" / "static"
POLICY = "default-src 'none'; script-src 'self'; form-action 'self'; connect-src 'self'"
# A tenth of what is asked in life: whether both sides mean the same sum, not how quick the machine is.
PUZZLE = Puzzle("follow", bits=10, turn=2_000_000_000.0, until=2_000_000_600.0, nonce="0123456789abcdef" * 2)


@pytest.fixture(autouse=True)
def _no_hotlines_from_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.chrome._foot", [])


class Site:
    """Answers the browser: the waiting page, the portal's own scripts, and what it was sent."""

    def __init__(self, page: Page) -> None:
        self.sent: dict[str, list[str]] = {}
        request = RequestFactory().get("/follow/")
        self.html = render_to_string("effort/wait.html", {"puzzle": PUZZLE, "fields": [("code", "7K3M")]}, request)
        page.context.route("**/*", self.answer)

    def answer(self, route: Any, request: Any) -> None:
        path = request.url.split("/", 3)[3]
        if path.startswith(("static/js", "static/vendor")):
            return route.fulfill(body=(STATIC / path[7:]).read_text(), content_type="text/javascript")
        if request.method == "POST":
            self.sent = parse_qs(request.post_data, keep_blank_values=True)
            return route.fulfill(body="<!doctype html><title>on</title><h1>on</h1>", content_type="text/html")
        if path == "follow/":
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            return route.fulfill(body=self.html, headers=headers)
        return route.fulfill(status=404, body="")


def test_the_device_does_the_sum_and_sends_what_was_typed_along(chromium: Browser) -> None:
    page = chromium.new_context().new_page()
    site = Site(page)
    page.goto("http://localhost/follow/")
    expect(page.get_by_role("heading", name="on")).to_be_visible(timeout=30_000)
    assert solves(PUZZLE.nonce, PUZZLE.bits, site.sent["_effort_answer"][0])
    assert site.sent["code"] == ["7K3M"]
    assert Puzzle.read(site.sent["_effort"][0], "follow") is not None
    page.context.close()


@pytest.mark.parametrize(
    ("address", "scripts"), [("http://localhost/follow/", False), ("http://portal.example/follow/", True)]
)
def test_without_a_script_or_without_tls_it_says_how_long_to_wait_and_has_a_button(
    chromium: Browser, address: str, scripts: bool
) -> None:
    page = chromium.new_context(java_script_enabled=scripts).new_page()
    site = Site(page)
    page.goto(address)
    expect(page.get_by_text("然后点击按钮")).to_be_visible()
    page.locator("main form button").click()
    expect(page.get_by_role("heading", name="on")).to_be_visible()
    assert site.sent["_effort_answer"] == [""]
    page.context.close()
