"""A form built in Wagtail's editor from nothing, as a person does it: added, chosen, opened, ticked and typed.

What is to be built is said as the data of the editor's blocks. Every part is added with the editor's own buttons, its
kind chosen from those that are offered, and every input is used where a person sees it, or not at all. Rules and tests
come last, when everything that they name is there.
"""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from playwright.sync_api import Locator, Page, expect
from wagtail import blocks

from forms.blocks import NameBlock
from forms.blocks.families import is_nothing
from forms.blocks.pasting import COLUMNS, PastingListBlock
from forms.building import writing
from forms.models import Form
from forms.schema import FormSchema
from tests.browser.editor import Editor, label

Raw = dict[str, Any]
NEW = "/admin/snippets/portal_forms/form/add/"
RULES = "logic"
PASTE = """(input, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    input.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
}"""


class Builder:
    """A person at the editor of a new form."""

    def __init__(self, page: Page) -> None:
        self.page, self.editor = page, Editor(page)
        self._rules: list[tuple[str, Any, list[Raw]]] = []

    def build(self, schema: FormSchema) -> None:
        """Everything that the schema says, and saved."""
        said = writing.streams(schema)
        self.editor.tab("设置")
        self._settings(schema)
        self.stream("sections", _stream("sections"), said["sections"])
        self.editor.tab("填写内容")
        self.type("title", schema.title["zh-hans"])
        self.stream("steps", _stream("steps"), said["steps"])
        for name, block, rules in self._rules:
            self.stream(name, block, rules)
        self._rules.clear()
        self.editor.tab("测试")
        self.stream("tests", _stream("tests"), said["tests"])
        self.editor.tab("设置")
        self.stream("records", _stream("records"), said["records"])
        if schema.place:
            self.choose_name("place", schema.place)
        self.editor.tab("填写内容")
        self.type("title_en", schema.title["en"])
        # What the editor saves by itself is under way when one publishes, and comes too late; this waits for it.
        self.editor.save()

    def _settings(self, schema: FormSchema) -> None:
        for name in ("key", "numbering", "retention_months"):
            self.type(name, str(getattr(schema, name)))
        for name in ("purpose", "legal_basis"):
            self.type(name, getattr(schema, name).get("zh-hans", ""))
            self.type(f"{name}_en", getattr(schema, name).get("en", ""))
        for name in ("receipt", "at_records"):
            if getattr(schema, name):
                self.input(name).check()
        self.choose("layout", schema.layout)

    def stream(self, name: str, block: Any, parts: list[Raw]) -> None:
        """Add the parts to the stream or list of that name; a list may have its first one already."""
        for number, part in enumerate(parts):
            if number >= int(self.input(f"{name}-count").input_value()):
                self._add(name, block, part["type"])
            else:
                self._unfold(f"{name}-{number}-value")
            inner = block.child_block if isinstance(block, blocks.ListBlock) else block.child_blocks[part["type"]]
            self.fill(f"{name}-{number}-value", inner, part["value"])

    def _paste(self, name: str, block: PastingListBlock, parts: list[Raw]) -> None:
        """All entries at once, as lines of a spreadsheet; what a line cannot say is put beside it."""
        self._add(name, block, "item")
        lines = ["\t".join(part["value"].get(column) or "" for column in COLUMNS) for part in parts]
        self.input(f"{name}-0-value-label").evaluate(PASTE, "\n".join(lines))
        expect(self.input(f"{name}-count")).to_have_value(str(len(parts)))
        for number, part in enumerate(parts):
            left = {key: value for key, value in part["value"].items() if key not in COLUMNS}
            if any(_says(inner, left.get(key)) for key, inner in block.child_block.child_blocks.items()):
                self._unfold(f"{name}-{number}-value")
                self.fill(f"{name}-{number}-value", block.child_block, left)

    def _add(self, name: str, block: Any, kind: str) -> None:
        before = int(self.input(f"{name}-count").input_value())
        container = self.input(f"{name}-count").locator("xpath=following-sibling::*[1]")
        button = container.locator("button.c-sf-add-button").last
        # Into the middle of the screen: the kinds are offered above or below it, and move when the page does.
        button.evaluate("button => button.scrollIntoView({block: 'center'})")
        button.press("Enter")
        if len(getattr(block, "child_blocks", ())) > 1:
            offered = self.page.locator(".w-combobox [role=option]")
            offered.filter(has_text=label(str(block.child_blocks[kind].label))).click()
            expect(offered).to_have_count(0)
        expect(self.input(f"{name}-count")).to_have_value(str(before + 1))

    def fill(self, name: str, block: Any, value: Any) -> None:
        """One block with all that is in it; what is left as it is is not touched."""
        if isinstance(block, blocks.StructBlock):
            self._fill_parts(name, block, value)
        elif isinstance(block, PastingListBlock):
            self._paste(name, block, value)
        elif isinstance(block, blocks.StreamBlock | blocks.ListBlock):
            self.stream(name, block, value)
        elif isinstance(block, blocks.MultipleChoiceBlock):
            for one in value:
                self.input(name).and_(self.page.locator(f"[value='{one}']")).check()
        elif isinstance(block, blocks.BooleanBlock):
            self.input(name).check()
        elif isinstance(block, NameBlock):
            self.choose_name(name, str(value))
        elif isinstance(block, blocks.ChoiceBlock):
            self.choose(name, str(value))
        elif isinstance(block, blocks.DateTimeBlock):
            # As the clock on the wall says it, not as it is kept.
            self.type(name, localtime(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M"))
        else:
            self.type(name, str(value))

    def _fill_parts(self, name: str, block: Any, value: Raw) -> None:
        """Rules are put off until everything is there."""
        given = [(key, part) for key, part in block.child_blocks.items() if _says(part, value.get(key))]
        if block.meta.collapsed:
            self._unfold(name)
        aside = set(block.meta.form_layout.settings) if isinstance(block.meta.form_layout, blocks.BlockGroup) else set()
        if aside & {key for key, _part in given}:
            self._open_settings(name)
        for key, part in given:
            if key == RULES:
                self._rules.append((f"{name}-{key}", part, value[key]))
            else:
                self.fill(f"{name}-{key}", part, value[key])

    def _unfold(self, name: str) -> None:
        """A part in the part that is closed when it is new."""
        panel = self.page.locator(f"main [name^='{name}-']").first.locator("xpath=ancestor::section[1]")
        toggle = panel.locator("[data-panel-toggle]").first
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.press("Enter")

    def _open_settings(self, name: str) -> None:
        button = self.page.locator(f"[data-streamfield-action=SETTINGS][aria-controls='block_group-{name}-settings']")
        if button.get_attribute("aria-expanded") == "false":
            button.press("Enter")

    def input(self, name: str) -> Locator:
        return self.page.locator(f"main [name='{name}']")

    def type(self, name: str, text: str) -> None:
        if text or self.input(name).input_value():
            self.input(name).fill(text)

    def choose(self, name: str, value: str) -> None:
        if self.input(name).input_value() != value:
            self.input(name).select_option(value)

    def choose_name(self, name: str, value: str) -> None:
        """From the list of titles; where there is none, it is typed."""
        holder = self.input(name).locator("xpath=..")
        holder.dispatch_event("pointerdown")
        seen = holder.locator("input:visible, select:visible")
        seen.wait_for()
        if seen.evaluate("seen => seen.tagName") == "SELECT":
            seen.focus()
            seen.select_option(value)
        else:
            seen.fill(value)


def _says(block: Any, value: Any) -> bool:
    """Whether there is anything to do for that value: a new block has its usual ones already."""
    if isinstance(block, blocks.StructBlock):
        return any(_says(part, (value or {}).get(key)) for key, part in block.child_blocks.items())
    return not is_nothing(value) and value != block.meta.default


def _stream(name: str) -> Any:
    return Form._meta.get_field(name).stream_block  # type: ignore[attr-defined]  # a StreamField
