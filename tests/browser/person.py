"""A person with a browser, who looks at each page with axe's eyes too."""

import io
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.running import DEMO_PASSWORD, wait_for

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Person:
    def __init__(self, browser: Browser, url: str, pictures: Path, *, phone: bool) -> None:
        self.url, self.pictures, self.phone = url, pictures, phone
        self.complaints: list[str] = []
        self._browser = browser
        self.open_browser()

    def open_browser(self) -> None:
        """A fresh browser without any cookie."""
        self.context = self._browser.new_context(
            viewport=PHONE if self.phone else DESK, has_touch=self.phone, locale="zh-CN", accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def close_browser(self) -> None:
        self.context.close()

    leave = close_browser

    def _listen(self, message: ConsoleMessage) -> None:
        """Errors on the console are the page's faults: scripts refused by the policy, files that are not there."""
        address = message.location.get("url", "")
        # 422 is the form with its errors; 400 is what Wagtail says of its own saving while something is half written.
        expected = "422" in message.text or ("400" in message.text and "/admin/" in address and "/edit/" in address)
        if message.type == "error" and not expected:
            self.complaints.append(f"{self.page.url}: {message.text} {address}")

    def go(self, path: str) -> None:
        self.page.goto(self.url + path)

    def sign_in(self, name: str) -> None:
        self.go("/accounts/sign-in/")
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", DEMO_PASSWORD)
        self.page.locator("main button[type=submit], main form button").last.click()
        self.page.wait_for_load_state()
        assert "/sign-in/" not in self.page.url, f"{name} could not sign in"

    def keep(self, name: str, *, whole: bool = False) -> None:
        """Keep a picture of what is on the screen, or of the whole page."""
        kind = "phone" if self.phone else "desk"
        self.page.evaluate("document.fonts.ready")
        self.page.screenshot(path=self.pictures / f"{name}-{kind}.png", full_page=whole)

    def look(self, name: str) -> None:
        """Keep a picture of the page and let axe find what keeps people out."""
        self.keep(name, whole=True)
        results = Axe().run(self.page, options=RULES)
        found = [(one["id"], [node["target"] for node in one["nodes"]][:4]) for one in results.response["violations"]]
        assert not found, f"axe on {self.page.url}: {found}"

    # Filling in, by the keys of fields.

    def choose(self, key: str, *values: str) -> None:
        for value in values:
            self.page.locator(f"input[name={key}][value={value}]").check()

    def write(self, key: str, text: str) -> None:
        self.page.fill(f"[name={key}]", text)

    def shows(self, key: str) -> None:
        expect(self.page.locator(f"[name={key}]").first).to_be_visible()

    def hides(self, key: str) -> None:
        expect(self.page.locator(f"[name={key}]").first).to_be_hidden()

    def press(self, go: str = "next", *, refused: bool = False) -> None:
        """Go on (or back). `refused`: the step is expected to be shown again with what is wrong."""
        before = self.page.url
        self.page.locator(f"button[name=_go][value={go}]:not(.visually-hidden)").click()
        self.page.wait_for_load_state()
        if refused:
            expect(self.page.locator("#error-summary")).to_be_visible()
        else:
            problems = self.page.locator("#error-summary").all_inner_texts()
            assert self.page.url != before, f"{before} did not go on: {problems}"

    def reads(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def comes_to_read(self, text: str) -> None:
        """Load the page again until background work has brought the text."""

        def there() -> bool:
            self.page.reload()
            return text in self.page.locator("main").inner_text()

        self.page.wait_for_load_state()
        if text not in self.page.locator("main").inner_text():
            wait_for(there, f"“{text}” on {self.page.url}", 60)

    def reads_nowhere(self, *texts: str) -> None:
        """None of the texts is on the page, shown or not."""
        content = self.page.content()
        assert not [text for text in texts if text in content]

    def speak_english(self) -> None:
        """The language switch, wherever the page keeps it."""
        self.page.locator("button[name=language][value=en]").first.dispatch_event("click")
        expect(self.page.locator("html")).to_have_attribute("lang", "en")

    def reads_english(self, *content: str) -> None:
        """Nothing on the screen is Chinese but the way back and the words of people."""
        text = self.page.locator("body").inner_text()
        for words in ("简体中文", *content):
            text = text.replace(words, "")
        left = re.findall(r".*[\u3400-\u9fff].*", text)
        assert not left, f"not in English on {self.page.url}: {left}"
        self.fits_the_screen()

    def fits_the_screen(self) -> None:
        """Nothing has to be looked for sideways."""
        broader = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert broader <= 0, f"{self.page.url} is {broader} pixels broader than the screen"


def photo(colour: str) -> dict[str, Any]:
    """A small photograph as a phone would make it, with the place in it."""
    image = Image.new("RGB", (320, 240), colour)
    exif = image.getexif()
    exif.get_ifd(0x8825)[1] = "N"  # the GPS block
    exif[0x010E] = "taken at home"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
