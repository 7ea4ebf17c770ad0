"""The public pages as they come to an old phone: light, from the portal alone, without scripts, in large print."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.person import Person
from tests.running import RunningPortal

pytestmark = pytest.mark.browser

HEAVIEST = 150_000
NARROW = {"width": 320, "height": 640}
# With `{document}` a policy document.
PAGES = [
    "/",
    "/policy/",
    "{document}",
    "/hotlines/",
    "/guides/",
    "/guides/entrusted-care/",
    "/questions/",
    "/law-cases/left-alone/",
    "/model-cases/evening-room/",
    "/units/",
    "/stations/",
    "/activities/",
    "/report/",
    "/report/mandatory/",
    "/follow/",
]


@pytest.fixture(scope="module")
def policy(portal: RunningPortal, chromium: Browser) -> str:
    page = chromium.new_page()
    page.goto(f"{portal.url}/policy/")
    address: str = page.locator(".document h2 a").first.evaluate("link => link.pathname")
    page.close()
    return address


@pytest.fixture
def without_scripts(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False, viewport=NARROW, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_first_page_is_light_and_asks_nobody_else(
    portal: RunningPortal, chromium: Browser, policy: str, path: str
) -> None:
    """With an empty cache; counted as it goes over the wire, heads of answers too."""
    context = chromium.new_context(viewport=NARROW, locale="zh-CN")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    asked: list[str] = []
    bytes_of: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    wire.on("Network.loadingFinished", lambda event: bytes_of.update({event["requestId"]: event["encodedDataLength"]}))
    wire.send("Network.enable")
    page.goto(portal.url + path.format(document=policy), wait_until="networkidle")
    context.close()
    assert len(asked) >= 4
    assert not [url for url in asked if not url.startswith((f"{portal.url}/", "data:"))]
    assert 4_000 < sum(bytes_of.values()) < HEAVIEST, f"{sum(bytes_of.values()):.0f} bytes in {len(asked)} requests"


def test_sheets_scripts_and_pages_come_compressed(portal: RunningPortal, chromium: Browser) -> None:
    page = chromium.new_page()
    encodings = {}
    page.on("response", lambda answer: encodings.update({answer.url: answer.headers.get("content-encoding")}))
    page.goto(portal.url, wait_until="networkidle")
    page.close()
    texts = {url: how for url, how in encodings.items() if re.search(r"/$|\.(?:css|js)$", url)}
    assert len(texts) > 3
    # What is smaller uncompressed stays so.
    assert {how for url, how in texts.items() if "/js/" not in url} == {"gzip"}
    assert [how for url, how in texts.items() if url.endswith("/js/application.js")] == ["gzip"]


def test_documents_are_searched_and_narrowed_without_a_script(
    portal: RunningPortal, without_scripts: Page, policy: str
) -> None:
    page = without_scripts
    page.goto(portal.url)
    page.goto(f"{portal.url}/policy/")
    page.get_by_role("searchbox").fill("儿童")
    page.get_by_role("button", name="搜索").click()
    expect(page.locator("mark").first).to_have_text("儿童")
    page.goto(f"{portal.url}/search/?q=儿童")
    expect(page.locator("main mark").first).to_be_visible()
    page.goto(f"{portal.url}/hotlines/")
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()


def test_a_report_is_begun_without_a_script(portal: RunningPortal, without_scripts: Page) -> None:
    page = without_scripts
    page.goto(f"{portal.url}/report/mandatory/")
    page.locator("form[action$='/start/'] button").click()
    page.locator("input[name=danger_now][value=no]").check()
    page.locator("button[name=_go][value=next]:not(.visually-hidden)").click()
    expect(page.locator("[name=facts]")).to_be_visible()
    page.locator("button[name=_go][value=next]:not(.visually-hidden)").click()
    expect(page.locator("#error-summary")).to_be_visible()


def test_large_print_is_chosen_without_a_script_and_stays(portal: RunningPortal, without_scripts: Page) -> None:
    page = without_scripts
    page.goto(f"{portal.url}/hotlines/")
    menu = page.locator("summary:has(~ * button[name=large_print])")
    if menu.count() and menu.first.is_visible():
        menu.first.click()
    page.locator("button[name=large_print]:visible").first.click()
    expect(page.locator("html")).to_have_class(re.compile("large-print"))
    page.goto(f"{portal.url}/policy/")
    expect(page.locator("html")).to_have_class(re.compile("large-print"))


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_nothing_is_looked_for_sideways_on_the_narrowest_screen(
    somebody: Callable[..., Person], policy: str, large: bool
) -> None:
    anybody = somebody()
    anybody.page.set_viewport_size(NARROW)
    if large:
        anybody.go("/hotlines/")
        anybody.page.locator("button[name=large_print]").first.dispatch_event("click")
        expect(anybody.page.locator("html")).to_have_class(re.compile("large-print"))
    for path in PAGES:
        anybody.go(path.format(document=policy))
        anybody.fits_the_screen()
        anybody.look(f"narrow-{'large' if large else 'usual'}-{path.strip('/{}').replace('/', '-') or 'home'}")
