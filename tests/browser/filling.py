"""Answers put into whatever stands on the page for them, as a person would."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.person import Person
from tests.running import wait_for

# A long list stands behind a field to search in, and shows its titles.
CHOOSE = """(list, wanted) => {
    list.value = [...list.options].find((one) => one.value === wanted || one.text.includes(wanted)).value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
}"""
# In place of an answer: send a paper under the name that stands before it.
FILE = object()


def fill_step(person: Person, left: dict[str, Any]) -> None:
    """Whatever of the answers the step asks, also what comes up because of others."""
    while here := [key for key in left if person.page.locator(f"#field-{key}").is_visible()]:
        for key in here:
            fill(person.page, key, left.pop(key))


def fill(page: Page, name: str, answer: Any) -> None:
    """One answer, by the name of its field: a text, choices, a table as a list of rows, a matrix as a dict."""
    if isinstance(answer, dict):
        _fill_parts(page, name, answer)
    elif isinstance(answer, list) and answer and isinstance(answer[0], dict):
        _fill_table(page, name, answer)
    elif page.locator(f"#field-{name} [data-controller=area]").count():
        _choose_area(page, name, str(answer))
    else:
        _fill_input(page, name, answer)


def _fill_input(page: Page, name: str, answer: Any) -> None:
    field = page.locator(f"[name='{name}']")
    kind = field.first.get_attribute("type") or ""
    if kind in ("radio", "checkbox"):
        wanted = [answer] if not isinstance(answer, list) else answer
        for one in wanted:
            value = {True: "yes", False: "no"}.get(one, one) if kind == "radio" else one
            field.first.check() if one is True and kind == "checkbox" else _with_value(field, value).check()
    elif field.first.evaluate("element => element.tagName") == "SELECT":
        field.first.evaluate(CHOOSE, str(answer))
    else:
        field.first.fill(str(answer))


def _with_value(field: Locator, value: Any) -> Locator:
    return field.and_(field.page.locator(f"[value='{value}']"))


def _fill_parts(page: Page, name: str, answer: dict[str, Any]) -> None:
    for part, one in answer.items():
        if one is FILE:
            _send_file(page, name, part)
        else:
            _fill_input(page, f"{name}-{part}", one)


def _send_file(page: Page, name: str, file_name: str) -> None:
    part = page.locator(f"#field-{name}")
    paper = {"name": f"{file_name}.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    part.locator("input[type=file]").set_input_files([paper])
    # There is a line from the beginning; the button stands in it when the file is kept.
    expect(part.locator(".uploads__file button")).to_have_count(1)


def _fill_table(page: Page, name: str, rows: list[dict[str, Any]]) -> None:
    table = page.locator(f"#field-{name}")
    for number, row in enumerate(rows):
        if table.locator("fieldset.form-row").count() <= number:
            table.locator("[data-rows-target=add]").click()
        for column, answer in row.items():
            _fill_input(page, f"{name}-{number}-{column}", answer)


def _choose_area(page: Page, name: str, code: str) -> None:
    for length in (6, 9, 12):
        target = code[:length].ljust(12, "0")
        option = page.locator(f"#field-{name} select option[value='{target}']")
        if wait_for(lambda option=option: option.count(), f"the choice of {target}", 10):
            option.first.locator("xpath=ancestor::select").select_option(target)


# The least that a reader of PDF opens.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n162\n%%EOF\n"
)
