"""Every widget in a real browser, on a narrow phone and at a desk, by mouse and by keyboard, with a strict policy."""

import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template import engines
from playwright.sync_api import Browser, Page, expect

from forms.fieldtypes import area, registry
from portal.directory.codes import Level
from portal.stylesheet import build
from tests import cast as people
from tests.forms.fieldtypes.asking import form, question
from tests.forms.fieldtypes.samples import FILES, SAMPLES

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[3]
FOLDERS = (ROOT / "portal/static", ROOT / "forms/static")
COUNTIES = [(people.EAST, "东溪县"), (people.WEST, "西岭县")]
# Their lists come from the database, and files are drawn by the wizard.
LEFT_OUT = {"organisation", "computed", *FILES}
SCHOOLS = [{"key": f"k{n}", "label": f"第{n}小学"} for n in range(2000)]
POLICY = "; ".join(
    f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
# Where pictures go for whoever wants to look; without it none are taken.
PICTURES = os.environ.get("FIELD_PICTURES")
READ = """async ([type, name]) => {
  const { answerIn } = await import("/static/forms/fields/reading.js");
  return answerIn(document.querySelector("form"), type, name);
}"""


def drawn(asked: Any) -> str:
    """A field as the wizard draws it."""
    template = engines["django"].from_string('{% include "components/field.html" %}')
    html = template.render({"field": form(asked)[asked.key]})
    return f'<div id="field-{asked.key}" data-key="{asked.key}">{html}</div>'


def sample(kind: str) -> Any:
    named = {"key": kind, "label": {"zh-hans": str(registry[kind].name)}, "hint": {"zh-hans": "这里是填写提示。"}}
    return SAMPLES[kind].question(kind).model_copy(update=named)


def all_fields() -> str:
    schools = question("choice", choices=SCHOOLS).model_copy(update={"key": "school", "label": {"zh-hans": "学校"}})
    return "".join(drawn(asked) for asked in [*(sample(kind) for kind in registry if kind not in LEFT_OUT), schools])


@pytest.fixture
def open_page(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens a page of all fields, that wide."""
    monkeypatch.setattr(area, "_areas", lambda _parent, level: COUNTIES if level is Level.COUNTY else [])
    monkeypatch.setattr(area, "_trunk", lambda _most: (people.PREFECTURE, Level.COUNTY))
    head = '<link rel="stylesheet" href="/static/css/portal.css"><link rel="stylesheet" href="/static/forms/forms.css">'
    script = '<script type="module" src="/static/forms/fields/fields.js"></script>'
    page_text = (
        f'<!doctype html><html lang="zh-Hans"><title>字段</title><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">{head}{script}'
        f'<main class="container narrow stack"><h1>字段</h1><form class="fields">{all_fields()}</form></main></html>'
    )
    pages: list[Page] = []
    broken: list[str] = []

    def serve(route: Any, request: Any) -> None:
        path = request.url.split("/", 3)[3]
        if not path.startswith("static/"):
            route.fulfill(body=page_text, content_type="text/html", headers={"Content-Security-Policy": POLICY})
            return
        name = path[7:]
        found = build() if name == "css/portal.css" else next(one / name for one in FOLDERS if (one / name).exists())
        route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(name)[0] or "text/plain")

    def open_it(width: int = 1280, *, scripts: bool = True) -> Page:
        page = chromium.new_page(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
        page.route("**/*", serve)
        page.goto("http://fields.test/")
        if scripts:
            page.locator("[role=combobox]").wait_for()
        pages.append(page)
        return page

    yield open_it
    for page in pages:
        page.close()
    assert not broken


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_widget_fits_and_can_be_used_by_everybody(open_page: Any, width: int) -> None:
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#field-located_address [data-point-target=point]").fill("31.12345, 108.54321")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/fields-{width}.png", full_page=True)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}).response["violations"]
    assert not [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def test_a_long_list_is_found_by_a_part_of_a_name_with_the_keyboard(open_page: Any) -> None:
    page = open_page()
    box = page.get_by_role("combobox", name="学校")
    box.fill("1234")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_text(["第1234小学"])
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant")
    box.press("Enter")
    expect(box).to_have_value("第1234小学")
    assert page.evaluate(READ, ["choice", "school"]) == "k1234"
    box.fill("没有这一所")
    box.press("Escape")
    expect(box).to_have_value("第1234小学")
    box.fill("")
    box.press("Tab")
    assert page.evaluate(READ, ["choice", "school"]) == ""


def test_without_a_script_the_long_list_is_a_list(open_page: Any) -> None:
    page = open_page(360, scripts=False)
    expect(page.locator("select[name=school]")).to_be_visible()
    expect(page.locator("[data-signature-target=sheet]")).to_be_hidden()


def test_a_signature_is_drawn_and_cleared(open_page: Any) -> None:
    page = open_page(360)
    sheet = page.locator("[data-signature-target=paper]")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()
    path = page.locator("[name=signature-drawing]").input_value()
    assert path.startswith("M")
    page.fill("[name=signature-name]", "张三")
    assert form(sample("signature"), {"x": ""}).fields["signature"].clean({"name": "张三", "drawing": path})
    page.get_by_role("button", name="清空重写").click()
    assert page.locator("[name=signature-drawing]").input_value() == ""


def test_a_score_sheet_adds_up_while_it_is_filled_in_as_the_server_does(open_page: Any) -> None:
    page = open_page(360)
    page.check("[name=score_sheet-food][value=a]")
    page.check("[name=score_sheet-home][value=b]")
    page.fill("[name=score_sheet-care]", "1.5")
    expect(page.locator("[data-sum-of=score_sheet]")).to_have_text("4")
    expect(page.get_by_text("高风险")).to_be_visible()
    expect(page.get_by_text("低风险")).to_be_hidden()
    answer = page.evaluate(READ, ["score_sheet", "score_sheet"])
    assert answer["total"] == 4
    assert answer["band"] == "high"


def test_what_scripts_read_is_what_the_server_makes_of_it(open_page: Any) -> None:
    page = open_page()
    page.check("[name=matrix-food][value=a]")
    page.fill("[name=period-from]", "2026-11-01")
    page.fill("[name=period-to]", "2026-11-30")
    page.check("[name=scale][value='4']")
    page.fill("[name=money]", "￥１,２３４.5元")
    read = {name: page.evaluate(READ, [name, name]) for name in ("matrix", "period", "scale", "money", "hidden")}
    assert read == {
        "matrix": {"food": "a"},
        "period": {"from": "2026-11-01", "to": "2026-11-30"},
        "scale": 4,
        "money": "1234.5",
        "hidden": None,
    }


def test_options_that_are_not_on_offer_go_and_are_no_longer_chosen(open_page: Any) -> None:
    page = open_page()
    page.check("[name=choice][value=b]")
    page.evaluate("""async () => {
        const { narrow } = await import("/static/forms/fields/narrowing.js");
        narrow(document.getElementById("field-choice"), new Set(["a"]));
    }""")
    expect(page.locator("[name=choice][value=b]")).to_be_hidden()
    assert page.evaluate(READ, ["choice", "choice"]) == ""


def test_the_device_tells_the_point_when_it_is_asked(open_page: Any) -> None:
    page = open_page(360)
    page.evaluate("""() => { navigator.geolocation.getCurrentPosition = (found) =>
        found({ coords: { latitude: 31.1234567, longitude: 108.7 } }); }""")
    page.get_by_role("button", name="我就在那里").click()
    expect(page.locator("[name=located_address-point]")).to_have_value("31.12346, 108.70000")
    expect(page.get_by_role("link", name="用本机地图打开")).to_have_attribute("href", "geo:31.12346,108.7")
