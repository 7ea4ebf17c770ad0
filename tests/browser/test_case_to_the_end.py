"""From the assessment to the end: a plan that is sent back once, and a petition to the court, until the closing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.browser.desk import hand_in, open_task, take
from tests.browser.filling import FILE
from tests.browser.person import Person
from tests.browser.petition import PETITION, ago

pytestmark = pytest.mark.browser

CHILD = "小川"


def signed(name: str) -> dict[str, Any]:
    return {"leader_signature": {"name": name, "agreed": True}}


PLAN = {
    "goals": "母亲回家照料，孩子按时上学。",
    "lines": [
        {
            "service": "guidance", "provider": "东溪县民政局", "person": "温书禾", "begins": ago(0),
            "frequency": "monthly", "fund": "none",
        }
    ],
    "contact_person": "苏映雪",
    "commitments": ["lives_with", "weekly_contact"],
    "guardian_agrees": True,
    "child_agrees": True,
    "next_review": (date.today() + timedelta(days=60)).isoformat(),
}  # fmt: skip
BACK = {"result": "returned", "opinion": "请写明心理疏导由谁负责。"}
VISIT = {"met": ["child", "parents"], "issues": ["none"], "talked_to_parents": True}
REFUSED = {
    "targets": [{"name": "林某", "relation": "father"}],
    "behaviours": ["not_caring"],
    "kind": "admonished",
    "done_at": f"{ago(1)}T10:00",
    "done_by": "东溪县公安局",
    "content": "民警当面训诫，告知不履行监护职责的后果。",
    "result": "refused",
}
JUDGMENT = {
    "case_number": "（2026）东民特1号",
    "filed_on": ago(20),
    "result": "revoked",
    "judged_on": ago(0),
    "judgment_file": {"判决书": FILE},
    "new_guardian_kind": "relatives",
    "new_guardian": "林秀英",
    "effective_on": ago(0),
}


def test_a_plan_is_sent_back_once_and_the_case_is_closed_after_a_visit(
    somebody: Callable[..., Person], unfinished_work: dict[str, str]
) -> None:
    number = unfinished_work["assessed"]
    township, leader = somebody("township"), somebody("township_leader")
    civil = somebody("civil_leader", phone=False)
    open_task(township, number)
    township.look("end-decide")
    take(township, "assist")
    hand_in(township, PLAN, "hand_in_plan", "end-plan")

    open_task(civil, number)
    hand_in(civil, BACK | signed("秦望山"), "return_plan", "end-return")
    open_task(township, number)
    township.look("end-plan-again")
    # What was written is still there, with its rows: only what is to be corrected is written again.
    hand_in(township, {"goals": f"{PLAN['goals']}心理疏导由社工负责。"}, "hand_in_plan", "end-plan-corrected")
    open_task(civil, number)
    hand_in(civil, {"result": "approved"} | signed("秦望山"), "approve_plan", "end-approve")

    open_task(township, number)
    take(township, "assisted")
    hand_in(township, VISIT, "ask_to_close", "end-visit")
    township.look("end-closing")
    township.reads("负责人")
    open_task(leader, number)
    hand_in(leader, {"result": "approved"} | signed("方成栋"), "close", "end-close")
    leader.reads("已结案")
    leader.look("end-closed")


def test_a_guardian_who_refuses_is_brought_before_the_court(
    somebody: Callable[..., Person], unfinished_work: dict[str, str]
) -> None:
    number = unfinished_work["neglected"]
    township, civil, justice = somebody("township"), somebody("civil", phone=False), somebody("legal_aid", phone=False)
    justice.go("/desk/")
    justice.reads_nowhere(number)
    open_task(township, number)
    take(township, "intervene")

    open_task(civil, number)
    hand_in(civil, REFUSED, "petition", "end-intervention")
    known = {"child_name", "place", "child_view"}
    hand_in(civil, {key: PETITION[key] for key in PETITION if key not in known}, "hand_in_petition", "end-petition")
    open_task(justice, number)
    justice.look("end-justice-task")
    hand_in(justice, {"result": "approved"} | signed("程律言"), "approve_petition", "end-justice")

    open_task(civil, number)
    civil.page.locator("a[href$='/steps/hand_over/']").click()
    civil.look("end-hand-over")
    civil.page.locator("main form.cluster button").click()
    civil.page.wait_for_load_state()
    hand_in(civil, JUDGMENT, "judged", "end-judgment")
    open_task(township, number)
    township.reads("回访")
    township.look("end-follow-up")
