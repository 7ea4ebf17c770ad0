"""Pages in a language that is read from right to left: all lies on the other side, nothing is out of order."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import Person
from tests.browser.translated import TITLE, translated
from tests.running import RunningPortal

pytestmark = pytest.mark.browser

People = Callable[..., Person]


@pytest.fixture(scope="module")
def addresses(portal: RunningPortal) -> dict[str, str]:
    return translated(portal.environment)


def box(part: Locator) -> Any:
    found = part.bounding_box()
    assert found
    return found


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.clientWidth"))


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_a_document_is_read_from_right_to_left(somebody: People, addresses: dict[str, str], phone: bool) -> None:
    anybody = somebody(phone=phone)
    page = anybody.page
    anybody.go(addresses["document"])
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_text(TITLE)
    anybody.fits_the_screen()
    anybody.look("right-to-left-document")

    middle = width(page) / 2
    assert box(page.locator(".brand"))["x"] > middle
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    assert box(skip)["x"] + box(skip)["width"] > middle
    skip.press("Enter")
    expect(page.locator("main")).to_be_focused()

    # Digits in a number stay in their order, and the number beside its words.
    number = page.locator(".site-footer .hotline__number", has_text="12345")
    assert number.evaluate("element => getComputedStyle(element).unicodeBidi") in ("isolate", "plaintext")

    if phone:
        page.locator(".contents--folded > summary").click()
    else:
        assert box(page.locator(".policy__side"))["x"] > box(page.locator(".policy__text"))["x"]
    page.locator(".contents:visible a").nth(2).click()
    expect(page.locator(".clause:target")).to_be_in_viewport()
    anybody.fits_the_screen()

    # The way to the Chinese text of the same clause, and back.
    page.locator(".clause:target > :is(h2, h3) .clause__original").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator(".clause:target > :is(h2, h3)")).to_be_in_viewport()
    page.locator(".editions a[hreflang=ug]").click()
    expect(page.locator("h1")).to_have_text(TITLE)

    anybody.go(addresses["guide"])
    anybody.fits_the_screen()
    telephone = page.locator(".prose bdi").first
    expect(telephone).to_have_text("0991-1234567")
    expect(telephone).to_have_css("direction", "ltr")
    anybody.look("right-to-left-guide")


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_the_look_of_every_public_page_can_be_turned_round(somebody: People, phone: bool) -> None:
    """Pages that are in no such language yet, with the direction of one: what a translation of them would need."""
    anybody = somebody(phone=phone)
    page = anybody.page
    for path in ("/", "/policy/", "/hotlines/", "/activities/", "/report/mandatory/", "/follow/"):
        anybody.go(path)
        page.evaluate("document.documentElement.dir = 'rtl'")
        anybody.fits_the_screen()
        anybody.keep(f"turned-{path.strip('/').replace('/', '-') or 'home'}", whole=True)
    quick_exit = page.locator(".quick-exit a")
    expect(quick_exit).to_be_in_viewport()
    assert box(quick_exit)["x"] + box(quick_exit)["width"] / 2 < width(page) / 2
