"""Wagtail's block editor as a person uses it: blocks by their headings, inputs by their labels, all in Chinese."""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

# What an administrator adds to the shipped workflow, in Chinese only; it shows on its cases from then on.
STATE, TRANSITION = "电话回访后结束", "电话回访"
CHILD = "ancestor-or-self::*[@data-streamfield-child][1]"


def label(text: str) -> re.Pattern[str]:
    """Exactly this label, with or without the star of a required field."""
    return re.compile(rf"^\s*{re.escape(text)}\s*\*?\s*$")


class Block:
    """One block, or everything: `at` is where its inputs are."""

    def __init__(self, page: Page, at: Locator) -> None:
        self.page, self.at = page, at

    def find(self, heading: str, *, opened: bool = True) -> "Block":
        """The block inside this one that has such a heading, opened or as it is."""
        toggle = self.at.get_by_role("button", description=heading).first
        block = Block(self.page, toggle.locator("xpath=ancestor::section[1]"))
        if opened and toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        return block

    def show(self) -> None:
        """Into the middle of the screen, for a picture."""
        self.at.evaluate("block => block.scrollIntoView({block: 'center'})")

    def press(self, name: str) -> None:
        self.at.get_by_role("button", name=name, exact=True).first.click()

    def write(self, name: str, text: str) -> Self:
        self.at.get_by_role("textbox", name=label(name)).first.fill(text)
        return self

    def choose(self, name: str, option: str) -> Self:
        choice = self.at.get_by_role("combobox", name=label(name)).first
        choice.focus()
        choice.select_option(label=option)
        return self

    def insert_after(self, kind: str = "") -> "Block":
        """A new block of that kind below this one, in the same stream; the kind is not asked where there is but one."""
        child = self.at.locator(f"xpath={CHILD}")
        child.locator("xpath=following-sibling::*[1]/descendant-or-self::button").click()
        self._pick(kind)
        return Block(self.page, child.locator("xpath=following-sibling::*[@data-streamfield-child][1]"))

    def add(self, stream: str, kind: str = "") -> "Block":
        """A first block in the stream inside this one that has such a label."""
        title = self.at.locator("label:not([for])", has_text=label(stream)).first
        field = title.locator("xpath=..")
        field.locator("button.c-sf-add-button").first.click()
        self._pick(kind)
        return Block(self.page, field.locator("[data-streamfield-child]").first)

    def _pick(self, kind: str) -> None:
        if kind:
            self.page.locator(".w-combobox [role=option]").filter(has_text=label(kind)).click()

    def __str__(self) -> str:
        return self.at.inner_text()


class Editor(Block):
    """The editor of one form or workflow."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, page.locator("#main form, main form").last)

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        expect(self.page.locator(".messages .success")).to_be_visible()

    def publish(self) -> None:
        footer = self.page.locator("footer")
        footer.locator(".w-dropdown__toggle").click()
        footer.locator("button[name=action-publish]").click()
        expect(self.page.locator(".messages .success")).to_be_visible()
