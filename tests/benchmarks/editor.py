"""The editor of the very large form, in a browser: how long until one can type into it."""

import shutil
import time
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks import bigform
from tests.benchmarks.measuring import ROUNDS, Subject
from tests.benchmarks.report import Figure
from tests.running import DEMO_PASSWORD

# What the page is busy with, it does between frames: in the second frame after loading it is done.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
BLOCKS = "[data-streamfield-child]"


def editor(subject: Subject) -> list[Figure]:
    """Nothing where there is no Chromium."""
    path = shutil.which("chromium")
    if path is None:
        return []
    # Before the browser: it keeps a loop of events, beside which Django asks no database.
    address = f"{subject.url}/admin/snippets/portal_forms/form/edit/{_form()}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        seconds, served, blocks = _opened(browser, subject.url, address)
        browser.close()
    return [
        Figure("150 fields: editor, until one can type", seconds, "s", most=2,
               beside=f"{served:.2f} s of it the server's; {blocks} blocks"),
    ]  # fmt: skip


def _opened(browser: Browser, url: str, address: str) -> tuple[float, float, int]:
    """The first opening fills the browser's cache and does not count."""
    page = browser.new_page()
    _sign_in(page, url)
    found = [_once(page, address) for _ in range(ROUNDS + 1)][1:]
    blocks = page.locator(BLOCKS).count()
    return median(whole for whole, _ in found), median(served for _, served in found), blocks


def _once(page: Page, address: str) -> tuple[float, float]:
    began = time.perf_counter()
    page.goto(address)
    page.evaluate(SETTLED)
    page.locator("#id_title").press("End")
    page.keyboard.type("!")
    assert page.locator("#id_title").input_value().endswith("!")
    whole = time.perf_counter() - began
    served = page.evaluate("() => performance.getEntriesByType('navigation')[0].responseStart / 1000")
    page.evaluate("() => window.onbeforeunload = null")
    return whole, float(served)


def _sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/accounts/sign-in/")
    page.fill("input[name=username]", "forms")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def _form() -> int:
    from forms.models import Form

    return int(Form.objects.get(key=bigform.KEY).pk)
