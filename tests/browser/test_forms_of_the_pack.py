"""The forms of the real work, each filled in by a person on a phone from the first page to the number."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.filling import FILE, fill_step
from tests.browser.person import Person

pytestmark = pytest.mark.browser

VILLAGE = "990121101201"


def ago(days: int) -> str:
    return (date.today() - timedelta(days=days)).isoformat()


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
PETITION = {
    "applicant_kind": "civil_affairs",
    "applicant_name": "东县民政局",
    "applicant_code": "91350100M000100Y43",
    "legal_representative": "周某",
    "applicant_address": "人民路1号",
    "applicant_phone": "13800000000",
    "has_agent": False,
    "respondents": [{"name": "林某", "gender": "male", "relation": "father", "address": "桃源村12号", "now": "lost"}],
    "child_name": "林小某",
    "child_gender": "female",
    "child_birth": ago(365 * 10),
    "place": VILLAGE,
    "child_address": "12号",
    "current_care": "外祖母",
    "child_view": "想和外婆住在一起。",
    "requests": ["revoke"],
    "temporary_care": "relatives",
    "temporary_since": ago(60),
    "protection_order": False,
    "ground": "six_months",
    "refused_since": ago(250),
    "livelihood_facts": "没有寄回过生活费。",
    "contact_attempts": [
        {"day": ago(100), "way": "phone", "result": "无人接听"},
        {"day": ago(40), "way": "phone", "result": "号码停用"},
    ],
    "facts": "被申请人外出后一直没有回家，也没有寄回生活费用。" * 6,
    "evidence": [{"name": "走访记录", "proves": "无人照料", "source": "村委会", "pages": 3, "form": "copy"}],
    "assessment_report": {"报告": FILE},
    "report_contents": ["basics", "problems", "remorse", "teaching", "health", "wishes"],
    "court": "东县人民法院",
    "legal_opinion": "符合申请条件。",
    "lawyer_signature": {"name": "何某", "agreed": True},
    "leader_signature": {"name": "周某", "agreed": True},
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
