"""The forms of the real work, each filled in by a person on a phone from the first page to the number."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from tests.browser.filling import fill_step
from tests.browser.person import Person
from tests.browser.petition import PETITION, VILLAGE, ago

pytestmark = pytest.mark.browser

TIP = {"who": "child", "topic": "help", "facts": "爸爸妈妈都不在，我不敢一个人睡。", "place": VILLAGE}
VISIT = {
    "place": VILLAGE,
    "child_name": "小禾",
    "met": ["child"],
    "issues": ["hazard"],
    "talked_to_parents": True,
    "home_state": {"food": "good", "living": "fair", "clean": "good", "safe": "bad"},
    "schooling": "attends",
    "note": "灶台旁边堆着柴火，已请村里帮忙搬走。",
}
ACTIVITY = {
    "title": "暑期读书会",
    "organiser": "柳湾镇中心小学",
    "kind": "reading",
    "times": ["vacation"],
    "sessions": [
        {"day": ago(-30), "begins": "09:00", "ends": "11:00"},
        {"day": ago(-31), "begins": "09:00", "ends": "11:00"},
    ],
    "venue": "school",
    "place": VILLAGE,
    "place_text": "中心小学",
    "children_count": 60,
    "age_from": 7,
    "age_to": 12,
    "volunteers": 6,
    "sign_up": "public",
    "leader_name": "何某",
    "leader_phone": "13800000000",
    "emergency_contact": "值班室 13800000001",
    "checked": True,
    "free": True,
    "off_site": False,
    "overnight": False,
    "water": False,
    "safety_plan": "两名志愿者看护出入口，现场备有药箱，天气不好时改在室内进行。",
}


@pytest.mark.parametrize(
    ("path", "answers", "number"),
    [
        ("help", TIP, "线索-990121-"),
        ("home-visit", VISIT, "走访-990121-"),
        ("activity", ACTIVITY, "活动-990121-"),
        ("petition-revoke", PETITION, "申请-990121-"),
    ],
)
@pytest.mark.usefixtures("unfinished_work")
def test_it_is_filled_in_from_the_first_page_to_the_number(
    somebody: Callable[..., Person], path: str, answers: dict[str, Any], number: str
) -> None:
    person = somebody()
    person.go(f"/report/{path}/")
    person.page.locator("form[action$='/start/'] button").click()
    left = dict(answers)
    while not person.page.url.rstrip("/").endswith("review-and-send"):
        fill_step(person, left)
        person.look(f"{path}-{person.page.url.rstrip('/').rsplit('/', 1)[-1]}")
        person.press()
    assert not left, f"nobody asked for {sorted(left)}"
    person.look(f"{path}-review")
    person.page.locator("form[action$='/review-and-send/'] button.button--primary").click()
    person.page.wait_for_load_state()
    expect(person.page.locator("main")).to_contain_text(f"{number}{timezone.localtime().year}")


@pytest.mark.usefixtures("unfinished_work")
def test_a_place_that_is_chosen_before_the_script_has_come_opens_the_next_list(somebody: Callable[..., Person]) -> None:
    person, held = somebody(), []
    person.page.route("**/fields/area*.js", lambda route: held.append(route))
    person.go("/report/home-visit/")
    with person.page.expect_request("**/fields/area*.js"):
        person.page.locator("form[action$='/start/'] button").click()
    person.page.locator("#field-place select").first.select_option("990121000000")
    below = person.page.locator("#field-place option[value='990121101000']")
    expect(below).to_have_count(0)
    for route in held:
        route.continue_()
    expect(below).to_have_count(1)


@pytest.mark.usefixtures("unfinished_work")
def test_a_moment_that_a_form_begins_with_stays_also_at_a_full_minute(somebody: Callable[..., Person]) -> None:
    person = somebody()
    person.go("/report/home-visit/")
    page, served = person.page, []

    def at_a_full_minute(route: Route) -> None:
        answer = route.fetch()
        text, count = re.subn(r'("now": "[0-9T:-]{16}):\d\d', r"\1:00", answer.text())
        served.append(count)
        route.fulfill(response=answer, body=text)

    page.locator("form[action$='/start/'] button").click()
    page.wait_for_load_state()
    page.route(page.url, at_a_full_minute)
    page.reload()
    # The script has looked at everything when there is a place for what it says.
    expect(page.locator("form > p[role=status].muted:not([data-autosave-target])")).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert served == [1]
    assert page.locator("[name=visit_at]").input_value().startswith(str(timezone.localdate()))
