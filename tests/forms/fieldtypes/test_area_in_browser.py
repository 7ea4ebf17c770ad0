"""The place field in a real browser: its lists fill while somebody chooses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from forms.fieldtypes.area import AreaWidget
from portal.directory.codes import Level
from tests import cast as people

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[3]
CHILDREN = {
    people.EAST: [{"code": people.EAST_TOWN, "name": "柳湾镇"}],
    people.WEST: [{"code": people.WEST_TOWN, "name": "石桥镇"}],
    people.EAST_TOWN: [{"code": people.EAST_VILLAGE, "name": "桃源村"}],
}


class TwoCounties(AreaWidget):
    """Drawn without a database."""

    def levels(self, name: str, chosen: str, context: dict[str, Any]) -> list[dict[str, Any]]:
        counties = [(people.EAST, "东溪县"), (people.WEST, "西岭县")]
        return [
            {
                "name": f"{name}_{level.value}",
                "id": f"{name}_{level.value}",
                "label": level.name,
                "options": counties if level is Level.COUNTY else [],
                "picked": "",
                "parent": people.PREFECTURE,
                "may_be_unsure": level is Level.VILLAGE,
            }
            for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)
        ]


def drawn() -> str:
    return TwoCounties(least=Level.TOWNSHIP, most=Level.VILLAGE).render("x", "", {"id": "x"})


def serve(route: Any, request: Any) -> None:
    path = request.url.split("/", 3)[3]
    if path.startswith("areas/"):
        return route.fulfill(json={"areas": CHILDREN.get(path.split("/")[1], [])})
    if path.startswith("static/"):
        found = next(
            folder / path[7:]
            for folder in (ROOT / "portal" / "static", ROOT / "forms" / "static")
            if (folder / path[7:]).exists()
        )
        return route.fulfill(body=found.read_text(), content_type="text/javascript")
    script = '<script type="module" src="/static/forms/fields/fields.js"></script>'
    page = f"<!doctype html><html lang=zh><meta charset=utf-8>{script}<form>{drawn()}</form>"
    return route.fulfill(body=page, content_type="text/html")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.route("**/*", serve)
    page.goto("http://place.test/")
    page.locator("button").wait_for(state="detached")
    yield page
    page.close()


def offered(page: Any, name: str) -> list[str]:
    return [option.strip() for option in page.locator(f"[name={name}] option").all_inner_texts()][1:]


def test_choosing_a_place_fills_the_list_below_and_empties_those_under_it(page: Any) -> None:
    page.select_option("[name=x_3]", people.EAST)
    page.select_option("[name=x_4]", people.EAST_TOWN)
    page.select_option("[name=x_5]", people.EAST_VILLAGE)
    assert offered(page, "x_5")[0] == "桃源村"
    assert page.locator("[name=x_5] option").last.get_attribute("value") == people.EAST_TOWN
    page.select_option("[name=x_3]", people.WEST)
    page.locator("[name=x_4] option", has_text="石桥镇").wait_for(state="attached")
    assert (offered(page, "x_4"), offered(page, "x_5")) == (["石桥镇"], [])
    assert page.locator("[role=status]").inner_text() == "TOWNSHIP: 1"


def test_not_sure_leaves_the_lists_below_empty(page: Any) -> None:
    page.select_option("[name=x_3]", people.EAST)
    page.locator("[name=x_4] option", has_text="柳湾镇").wait_for(state="attached")
    page.evaluate("""document.querySelector("[name=x_4]").add(
        Object.assign(new Option("?", "990121000000"), { id: "unsure" }))""")
    page.evaluate("document.getElementById('unsure').dataset.unsure = ''")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.select_option("[name=x_4]", "990121000000")
    assert (asked, offered(page, "x_5")) == ([], [])


def test_without_the_network_the_lists_stay_and_nothing_breaks(page: Any) -> None:
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.route("**/areas/**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.select_option("[name=x_3]", people.EAST)
    assert page.locator("[name=x_3]").input_value() == people.EAST
    assert (offered(page, "x_4"), broken) == ([], [])
