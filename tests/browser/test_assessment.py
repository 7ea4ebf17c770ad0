"""Five offices assess a case together: each fills in its part, reads of the others what it may, and signs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk import begin_form, open_task, take
from tests.browser.filling import fill_step
from tests.browser.person import Person

pytestmark = pytest.mark.browser

CHILD = "小川"
# What only some may read: it is in answers that are sensitive.
SAFE, CARE, SCHOOL, BODY = "与一名陌生人同住", "祖父已无力照看", "近一个月常常迟到", "夜里常常惊醒"


def ago(hours: int) -> str:
    return (datetime.now() - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


TEAM = {
    "child_age": "9",
    "members": [
        {"unit": "柳湾镇人民政府", "person": "苏映雪", "role": "lead"},
        {"unit": "东溪县公安局", "person": "陆明川", "role": "member"},
    ],
    "visits": [{"at": ago(20), "place": "家中", "persons": "孩子和祖父", "method": "home"}],
}
CONCLUSION = {
    "child_view": "想和妈妈住在一起，也想回学校。",
    "asked_by": "苏映雪",
    "guard_result": "weak",
    "risk": "medium",
    "needs": ["guidance", "counselling"],
    "suggestion": "assist",
    "summary": f"监护不足，{CARE}，母亲月底返回，需要监护指导和心理疏导。",
    "leader_signature": {"name": "方成栋", "agreed": True},
}
PARTS: dict[str, dict[str, Any]] = {
    "police": {"living_place": "fair", "alone_hours": "3", "contact_with_abuser": False, "immediate_danger": False},
    "civil": {
        "outwork_type": "both",
        "parents": [{"relation": "mother", "name": "林素云", "works_at": "宁波"}],
        "guard_type": "parent_unable",
        "ability": {"health": "none", "income": "partly", "time": "partly", "knowledge": "partly"},
        "contact_frequency": "monthly",
        "remorse": CARE,
        "education_received": "尚未接受",
        "incomes": ["labour"],
        "aid_now": ["none"],
    },
    "education": {"schooling": "absent", "school_note": SCHOOL},
    "health": {"health": "healthy", "injury": BODY, "mind": ["sleep"]},
}
# What each may not read of what was written before.
KEPT_FROM = {"police": [], "civil": [], "education": [CARE], "health": [CARE, SCHOOL]}


def test_five_offices_assess_together_and_the_last_signature_moves_the_case(
    somebody: Callable[..., Person], unfinished_work: dict[str, str]
) -> None:
    number = unfinished_work["told"]
    township = somebody("township")
    open_task(township, number)
    take(township, "sign")
    expect(township.page.locator("h1")).to_contain_text("牵头评估")
    township.look("assessment-task")
    begin_form(township)
    expect(township.page.locator("[name=child_name]")).to_have_value(CHILD)
    fill_part(township, TEAM, "wishes")

    for name, answers in PARTS.items():
        office = somebody(name, phone=name in ("education", "health"))
        open_task(office, number)
        begin_form(office)
        fill_part(office, answers)
        office.reads_nowhere(*KEPT_FROM[name])
        office.reads(CHILD)
        office.look(f"assessment-{name}-review")
        sign(office, name)
        office.look(f"assessment-{name}-signed")

    open_task(township, number)
    begin_form(township)
    fill_part(township, dict(CONCLUSION))
    for text in (CARE, SCHOOL, BODY):
        township.reads(text)
    township.look("assessment-township-review")
    sign(township, "苏映雪")
    township.reads("已评估")
    township.look("assessment-township-signed")


def fill_part(person: Person, answers: dict[str, Any], until: str = "review-and-send") -> None:
    """The pages of the own part, up to the one named."""
    left = dict(answers)
    while (here := person.page.url.rstrip("/").rsplit("/", 1)[-1]) != until:
        fill_step(person, left)
        person.look(f"assessment-{here}")
        person.fits_the_screen()
        person.press()
    assert not left, f"nobody asked for {sorted(left)}"


def sign(person: Person, name: str) -> None:
    person.page.fill("[name=signature-name]", name)
    person.page.locator("[name=signature-agreed]").check()
    person.page.locator("#signature button.button--primary").click()
    person.page.wait_for_load_state()
    person.reads("已签名")
