"""A page answers at once: options go and come, marks, values and sentences change, and somebody who listens is told."""

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


TOWNS = [
    {"key": "liu", "label": words("柳湾镇"), "attributes": {"county": "east"}},
    {"key": "tao", "label": words("桃源乡"), "attributes": {"county": "east"}},
    {"key": "shi", "label": words("石桥镇"), "attributes": {"county": "west"}},
]
COUNTIES = [{"key": "east", "label": words("东溪县")}, {"key": "west", "label": words("西岭县")}]
SCHEMA = FormSchema.model_validate(
    {
        "key": "at_once",
        "title": words("现场"),
        "steps": [
            {
                "key": "one",
                "title": words("一"),
                "items": [
                    field("county", "choice", choices=COUNTIES),
                    field("town", "choice", choices=TOWNS, choice_filter={"formula": "county = ${county}"}),
                    field(
                        "age",
                        "integer",
                        checks=[{"rule": {"formula": ". < 18"}, "message": words("只填未满十八周岁的人")}],
                    ),
                    field("school", "text", required_when={"formula": "${age} > 6"}),
                    field("visit", "text", default={"formula": "concat('满', ${age}, '岁')"}),
                    {
                        "kind": "table",
                        "key": "people",
                        "label": words("家人"),
                        "columns": [
                            field("born", "integer"),
                            field("why", "text", shown_when={"formula": "${born} > 2008"}),
                        ],
                    },
                    field("sum", "computed", computed={"formula": "count(${people})"}, settings={"unit": "人"}),
                ],
            }
        ],
    }
)


def test_everything_that_can_be_answered_without_the_server_is(chromium):
    drawn = standing(SCHEMA, {})
    page = chromium.new_page()
    show(page, drawn)

    expect(page.get_by_label("柳湾镇")).to_be_hidden()
    page.get_by_label("东溪县").check()
    page.get_by_label("柳湾镇").check()
    expect(page.get_by_label("石桥镇")).to_be_hidden()
    page.get_by_label("西岭县").check()
    expect(page.get_by_label("柳湾镇")).not_to_be_checked()
    expect(page.get_by_role("status").filter(has_text="柳湾镇")).to_be_visible()

    age = page.locator("[name=age]")
    age.fill("20")
    said = page.locator("[data-key=age] [aria-live=polite]")
    expect(said).to_have_text("")
    age.blur()
    expect(said).to_have_text("只填未满十八周岁的人")
    expect(age).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-key=school] .field__optional")).to_be_hidden()
    expect(page.locator("[name=visit]")).to_have_value("满20岁")
    age.fill("5")
    expect(said).to_have_text("")
    expect(page.locator("[data-key=school] .field__optional")).to_be_visible()
    expect(page.locator("[name=visit]")).to_have_value("满5岁")

    page.locator("[data-rows-target=add]").click()
    page.locator("[name=people-0-born]").fill("2010")
    expect(page.locator("[name=people-0-why]")).to_be_visible()
    expect(page.locator("output")).to_have_text("1 人")
    page.close()
