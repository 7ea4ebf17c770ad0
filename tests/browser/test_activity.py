"""An activity as its people know it: registered, sent back, approved twice, on the site by itself, late, archived."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk import hand_in, open_task
from tests.browser.filling import fill_step
from tests.browser.later import later
from tests.browser.person import Person
from tests.running import RunningPortal

pytestmark = pytest.mark.browser

TITLE = "秋日登山观鸟"
DAY = date.today() + timedelta(days=20)
ACTIVITY = {
    "title": TITLE, "kind": "city_trip", "publicity": "认识家乡的鸟，学会在野外保护自己。", "times": ["weekend"],
    "sessions": [{"day": DAY.isoformat(), "begins": "09:00", "ends": "15:00"}], "venue": "other",
    "place": "990121101201", "place_text": "桃源村文化广场集合", "children_count": 24, "age_from": 8, "age_to": 12,
    "volunteers": 6, "sign_up": "public", "leader_phone": "13800000031", "emergency_contact": "镇值班室 13800000032",
    "checked": True, "free": True, "off_site": True, "overnight": False, "water": False,
    "consent_plan": "每名家长签同意书，大巴接送。", "insured": True,
    "safety_plan": "每四名儿童配一名志愿者，上下车清点人数，备急救箱。",
}  # fmt: skip
SUMMARY = {
    "sessions_held": 1, "children_served": 23, "outcome": "孩子们认识了十二种鸟，也学会了迷路时怎样求助。",
    "volunteers": [{"name": "黎青禾", "hours": "6"}, {"name": "丁暖", "hours": "4.5"}],
    "volunteer_count": 2, "service_hours": "10.5", "harm_found": False,
}  # fmt: skip


def decided(result: str, name: str, **more: str) -> dict[str, Any]:
    return {"result": result, "leader_signature": {"name": name, "agreed": True}, **more}


def register(organiser: Person) -> str:
    """From the list of activities to the number."""
    page = organiser.page
    organiser.go("/activities/")
    organiser.look("activities")
    page.locator("main a[href$='/activities/register/']").click()
    page.locator("form[action$='/start/'] button").click()
    left = dict(ACTIVITY)
    while not page.url.rstrip("/").endswith("review-and-send"):
        fill_step(organiser, left)
        organiser.press()
    assert not left, f"nobody asked for {sorted(left)}"
    page.locator("form[action$='/review-and-send/'] button.button--primary").click()
    page.wait_for_load_state()
    return re.search(r"活动-\d+-\d+-\d+", page.locator("main").inner_text())[0]  # type: ignore[index]  # it is there


def test_an_activity_from_its_registration_to_the_archive(
    somebody: Callable[..., Person], portal: RunningPortal
) -> None:
    organiser, reviewer = somebody("women_town"), somebody("women_county", phone=False)
    number = register(organiser)

    open_task(reviewer, number)
    hand_in(reviewer, decided("returned", "方慧心", opinion="请写明带队老师。"), "send_back")
    open_task(organiser, number, "补正申报")
    # What was written is still there; what is promised is promised anew.
    again = {"place_text": "桃源村文化广场集合，蒋老师带队", "checked": True, "free": True}
    hand_in(organiser, again, "hand_in_again")
    open_task(reviewer, number)
    reviewer.reads("需要县级批准")
    hand_in(reviewer, decided("approved", "方慧心"), "pass_on")
    county = somebody("civil", phone=False)
    open_task(county, number)
    hand_in(county, decided("approved", "秦望山"), "approve_large")

    anybody = somebody()
    anybody.go("/activities/")
    anybody.comes_to_read(TITLE)
    anybody.page.get_by_role("link", name=TITLE).click()
    address = anybody.page.url.removeprefix(anybody.url)
    for words in ("计划中", "蒋老师带队", "柳湾镇妇女联合会", "8 至 12 岁"):
        anybody.reads(words)
    anybody.reads_nowhere("13800000031", "急救箱", "大巴")
    anybody.fits_the_screen()
    anybody.look("activity-page")
    police = somebody("police", phone=False)
    police.go("/desk/cases/")
    police.reads(number)

    later(portal.environment, number, f"{DAY}T10:00")
    anybody.go(address)
    anybody.comes_to_read("进行中")
    later(portal.environment, number, f"{DAY}T15:30")
    told = later(portal.environment, number, f"{DAY + timedelta(days=11)}T16:00")
    assert told == ["holder", "holder", "holder,leader"]
    open_task(organiser, number)
    organiser.look("activity-overdue")
    hand_in(organiser, SUMMARY, "hand_in_summary", "activity-summary")
    open_task(reviewer, number)
    hand_in(reviewer, decided("approved", "方慧心"), "accept_summary")
    reviewer.comes_to_read("志愿服务记录证明")
    reviewer.look("activity-archived")
    anybody.go(address)
    anybody.comes_to_read("十二种鸟")
    anybody.reads_nowhere("黎青禾", "丁暖")
    anybody.look("activity-summary-page")
    certificates = reviewer.page.locator(".paper__files a", has_text="志愿服务记录证明")
    expect(certificates).to_have_count(2)
    answer = reviewer.context.request.get(f"{reviewer.url}{certificates.first.get_attribute('href')}")
    assert answer.body().startswith(b"%PDF")
