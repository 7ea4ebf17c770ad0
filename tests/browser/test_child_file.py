"""A village director opens a child's file, looks in on the child, and a quarter later says what has changed."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.filling import fill_step
from tests.browser.person import Person
from tests.browser.petition import VILLAGE, ago

pytestmark = pytest.mark.browser

FILE = {
    "place": VILLAGE,
    "child_name": "叶知秋",
    "child_gender": "female",
    "child_birth": "2016-09-08",
    "registered": "no",
    "outwork_type": "both",
    "parents": [{"relation": "mother", "name": "叶岚", "works_in": "东莞", "phone": "13800000002"}],
    "entrusted": True,
    "trustee_name": "叶守田",
    "guard_type": "nobody",
    "schooling": "too_young",
    "health": "healthy",
    "aids": ["allowance"],
    "risk": "high",
    "guardian_agrees": True,
}
VISIT = {"met": ["child", "carer"], "issues": ["none"], "talked_to_parents": True}


def test_one_file_from_the_first_question_to_the_next_quarter(somebody: Callable[..., Person]) -> None:
    director = somebody("village", phone=True)
    director.go("/desk/records/")
    director.page.locator("form[action$='/records/new/child_file/'] button").click()
    fill_to_the_end(director, FILE, "file")
    here = director.page.url
    assert "档-990121-" in director.page.locator("main").inner_text()

    director.page.locator("form[action$='/begin/home_visit/'] button").click()
    assert not director.page.locator("#field-child_name").is_visible()
    fill_to_the_end(director, VISIT, "visit")
    assert director.page.url == here

    director.page.locator("form[action$='/begin/child_quarterly_update/'] button").click()
    fill_step(director, {"confirm_way": "visit", "confirmed_on": ago(0)[:10]})
    director.press()
    director.look("update-unchanged")
    for _step in ("guarding", "learning"):
        director.page.locator("button[name=_go][value=unchanged]").click()
        director.page.wait_for_load_state()
    director.page.get_by_role("link", name="有变化").click()
    fill_to_the_end(director, {"risk": "medium", "risk_lower_why": "外公搬来同住。"}, "update")
    assert director.page.url == here
    director.look("desk-record")
    assert director.page.locator(".timeline li").count() == 3
    director.page.locator(".timeline a").nth(1).click()
    director.page.wait_for_load_state()
    director.look("desk-record-paper")

    director.go("/desk/records/")
    director.page.fill("input[name=who]", "知秋")
    director.page.locator("form[role=search] button").click()
    director.page.wait_for_load_state()
    director.look("desk-records")
    director.fits_the_screen()
    assert "叶知秋" in director.page.locator("table").inner_text()


def fill_to_the_end(person: Person, answers: dict[str, Any], picture: str) -> None:
    left = dict(answers)
    while not person.page.url.rstrip("/").endswith("review-and-send"):
        fill_step(person, left)
        person.press()
    assert not left, f"nobody asked for {sorted(left)}"
    person.look(f"{picture}-review")
    person.page.locator("form[action$='/review-and-send/'] button.button--primary").click()
    person.page.wait_for_load_state()
