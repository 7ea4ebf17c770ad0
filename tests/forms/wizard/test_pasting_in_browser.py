"""Cells from a spreadsheet go into a table from the focused cell; what does not fit is said and stays on the page."""

from typing import Any

import pytest
from playwright.sync_api import expect

from forms.schema import FormSchema
from tests.forms.wizard.standing import show, standing

pytestmark = pytest.mark.browser


def words(text: str) -> dict[str, str]:
    return {"zh-hans": text, "en": text}


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": "field", "key": key, "type": kind, "label": words(key), **more}


TABLE = {
    "kind": "table",
    "key": "people",
    "label": words("家人"),
    "most_rows": 20,
    "columns": [field("name", "text"), field("there", "yes_no"), field("born", "date"), field("note", "long_text")],
}
SUM = field("sum", "computed", computed={"formula": "count(${people})"})
SCHEMA = FormSchema.model_validate(
    {"key": "paste", "title": words("表"), "steps": [{"key": "one", "title": words("一"), "items": [TABLE, SUM]}]}
)
PASTE = """([selector, text]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData });
    document.querySelector(selector).dispatchEvent(event);
    return event.defaultPrevented;
}"""


def test_cells_of_a_spreadsheet_fill_rows_and_ten_thousand_are_not_lost(chromium):
    drawn = standing(SCHEMA, {"people": [{"name": "林远", "note": "先写的"}]})
    page = chromium.new_page()
    show(page, drawn)

    assert not page.evaluate(PASTE, ["[name=people-0-name]", "一个"])
    sheet = '林远\t是\t2010/3/5\t"第一行\n第二行"\r\n周平\t也许\t2011年12月1日\t无\t多出来的\r\n'
    assert page.evaluate(PASTE, ["[name=people-0-name]", sheet])

    expect(page.locator("[name=people-0-born]")).to_have_value("2010-03-05")
    expect(page.locator("[name=people-0-note]")).to_have_value("第一行\n第二行")
    expect(page.locator("[name=people-0-there][value=yes]")).to_be_checked()
    expect(page.locator("[name=people-1-born]")).to_have_value("2011-12-01")
    expect(page.locator("[data-rows-target=kept]")).to_have_value("也许\t多出来的")
    expect(page.locator("output")).to_have_text("2")
    page.get_by_role("button", name="撤销粘贴").or_(page.get_by_role("button", name="Undo pasting")).click()
    expect(page.locator("[name=people-0-note]")).to_have_value("先写的")
    expect(page.locator("output")).to_have_text("1")

    lines = "\n".join(f"人{number}" for number in range(10_000))
    page.evaluate(PASTE, ["[name=people-0-name]", lines])

    expect(page.locator("output")).to_have_text("20")
    status = page.locator("[data-rows-target=status]")
    expect(status).to_contain_text("9980")
    kept = page.locator("[data-rows-target=kept]").input_value().split("\n")
    assert (len(kept), kept[-1]) == (9980, "人9999")
    page.close()
