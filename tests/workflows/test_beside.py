"""Ways beside the tasks: what can happen in any state, and opening a case again."""

import pytest
from django.urls import reverse

from portal.access.models import Access
from portal.access.refusal import Refused
from tests.workflows.definitions import FORMS, WORKFLOW, words
from tests.workflows.test_race import at_once
from workflows import builder, services
from workflows.check import check_workflow
from workflows.diagram import draw
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.exchange.bpmn.outlining import Unwritable
from workflows.exchange.bpmn.reading import read
from workflows.exchange.bpmn.writing import write
from workflows.models import Case, Task
from workflows.schema import WorkflowSchema

DIED = {"key": "died", "title": words("儿童死亡", "The child has died")}
STOP = {
    "key": "stop", "title": words("终止", "Terminate"), "source": "", "target": "terminated", "task": "",
    "relation": "police", "roles": ["leader"], "reasons": [DIED, {"key": "moved", "title": words("迁居", "Moved")}],
    "effects": [{"type": "tell_reporter"}],
}  # fmt: skip
REOPEN = {
    "key": "reopen", "title": words("重启", "Open again"), "source": "received", "target": "notified", "task": "",
    "relation": "township", "reasons": [{"key": "new_report", "title": words("新报告", "A new report")}],
}  # fmt: skip


def with_ways(*ways, **changes):
    raw = WORKFLOW.model_dump(mode="json")
    raw["states"].append(
        {
            "key": "terminated",
            "title": words("终止", "Terminated"),
            "kind": "end",
            "public_status": words("终止了", "Over"),
        }
    )
    raw["transitions"] += [{**way, **changes} for way in ways]
    return WorkflowSchema.model_validate(raw)


BESIDE = with_ways(STOP, REOPEN)


def codes(schema):
    return {problem.code for problem in check_workflow(schema, forms=FORMS, effect_problem=lambda _call, _forms: "")}


@pytest.fixture
def beside(version):
    return services.publish(builder.save_definition(BESIDE, by=None), by=None)


def test_a_way_beside_the_tasks_fits_into_a_workflow_and_what_is_wrong_with_one_is_said():
    assert codes(BESIDE) == set()
    assert codes(with_ways(STOP, task="take")) == {"beside_a_task"}
    assert codes(with_ways(STOP, relation="nobody")) == {"relation_unknown"}
    assert codes(with_ways(STOP, reasons=[])) == {"reason_missing"}
    assert codes(with_ways(STOP, reasons=[DIED, DIED])) == {"double_key"}
    assert codes(with_ways(STOP, roles=["teacher"])) == {"role_elsewhere"}
    assert codes(with_ways(STOP, target="nowhere")) == {"state_unknown"}
    assert codes(with_ways(STOP, relation="", roles=[], reasons=[])) == {"state_unknown"}
    # That a case can be ended from anywhere is no plan for how it ends.
    ways = with_ways(STOP).transitions
    round_and_round = tuple(way if way.relation else way.model_copy(update={"target": "notified"}) for way in ways)
    assert "dead_end" in codes(BESIDE.model_copy(update={"transitions": round_and_round}))


def test_it_is_drawn_as_one_box_and_kept_by_the_editor_and_in_bpmn():
    drawn = draw(BESIDE, language="en")
    box = next(box for box in drawn.boxes if box.key == "")
    assert [row.key for row in box.rows] == ["stop"]
    assert ("Any state but an end", "any", "Police", "", (("Terminate", "Terminated", False),)) in drawn.said
    assert [row.key for box in drawn.boxes if box.key == "received" for row in box.rows] == ["reopen"]
    bpmn = write(BESIDE)
    assert "终止：任何尚未结束的状态 → 终止" in bpmn.decode()
    imported = read(bpmn)
    assert imported.schema == BESIDE
    assert imported.findings == ()


def test_what_another_tool_took_away_is_said_and_what_bpmn_cannot_draw_is_refused():
    gone = write(BESIDE).decode().replace('"target": "terminated"', '"target": "gone"')
    said = [finding.message for finding in read(gone.encode()).findings]
    assert len(said) == 1
    assert "终止" in said[0]
    raw = BESIDE.model_dump(mode="json")
    raw["states"][-1] |= {"kind": "work", "tasks": [{"key": "late", "title": words("x", "x"), "relation": "police"}]}
    raw["transitions"].append(
        {"key": "end", "title": words("x", "x"), "source": "terminated", "target": "received", "task": "late"}
    )
    with pytest.raises(Unwritable) as refused:
        write(WorkflowSchema.model_validate(raw))
    assert [problem.code for problem in refused.value.problems] == ["beside"]


@pytest.mark.django_db
def test_the_editor_keeps_it(beside):
    assert builder.schema_of(beside.workflow) == BESIDE


@pytest.mark.django_db
def test_a_leader_ends_a_case_from_any_state_for_a_reason(cast, story, beside):
    case = story.report()
    story.accept(case)
    leader = cast.post("east_police_leader")
    with pytest.raises(NotPossible) as refused:
        services.take_way(case, "stop", by=leader, reason="bored")
    assert refused.value.code == "reason_missing"
    case = services.take_way(case, "stop", by=leader, reason="died")
    assert (case.state, case.is_closed) == ("terminated", True)
    assert {task.state for task in case.tasks.filter(key="respond")} == {Task.State.CANCELLED}
    assert not case.parties.filter(is_open=True).exists()
    assert case.events.last().detail == {
        "transition": "stop",
        "from": "handling",
        "state": "terminated",
        "reason": "died",
    }
    assert broken_links(case) == []
    with pytest.raises(NotPossible):
        services.take_way(case, "stop", by=leader, reason="died")


@pytest.mark.django_db
def test_nobody_else_takes_it_and_the_try_is_on_record(cast, story, beside):
    case = story.report()
    for who, code in {
        "east_police": "not_your_role",
        "east_township": "not_a_party",
        "west_police": "not_a_party",
    }.items():
        with pytest.raises(Refused) as refused:
            services.take_way(case, "stop", by=cast.post(who), reason="died")
        assert refused.value.code == code
    assert Access.objects.filter(action="take_way", allowed=False).count() == 3
    assert Case.objects.get().state == "reported"


@pytest.mark.django_db(transaction=True)
def test_two_who_end_it_at_once_end_it_once(cast, story, beside):
    case = story.report()
    task, leader = case.tasks.get(), cast.post("east_police_leader")
    results = at_once(
        lambda: services.take_way(case, "stop", by=leader, reason="died"),
        lambda: services.take_way(case, "stop", by=leader, reason="moved"),
        lambda: services.complete_task(task, "accept", by=cast.post("east_police")),
    )
    case = Case.objects.get()
    assert case.state == "terminated"
    assert case.events.filter(kind="moved", detail__state="terminated").count() == 1
    assert sum(isinstance(one, NotPossible) for one in results) in (1, 2), results
    assert broken_links(case) == []


@pytest.mark.django_db
def test_a_case_that_has_ended_is_opened_again_where_the_definition_says(cast, story, beside):
    case = story.report()
    story.notify(case)
    services.complete_task(story.task(case, "sign"), "sign", by=cast.post("east_township"))
    with pytest.raises(Refused):
        services.take_way(case, "reopen", by=cast.post("east_police"), reason="new_report")
    case = services.take_way(case, "reopen", by=cast.post("east_township"), reason="new_report")
    assert (case.state, case.closed_at) == ("notified", None)
    assert {task.key for task in case.tasks.open()} == {"sign", "watch"}
    assert not case.parties.filter(is_open=False).exists()
    assert broken_links(case) == []


@pytest.mark.django_db
def test_the_page_offers_it_and_says_why_it_is_not_possible(cast, story, beside, client):
    case = story.report()
    page, ask = reverse("desk:case", args=[case.pk]), reverse("desk:act", args=[case.pk, "stop"])
    client.force_login(cast.east_police)
    shown = client.get(page).content.decode()
    assert ask not in shown
    assert "<strong>终止</strong> – " in shown
    client.post(ask, {"reason": "died"})
    assert Case.objects.get().state == "reported"
    client.force_login(cast.east_police_leader)
    assert ask in client.get(page).content.decode()
    assert client.post(ask, {}).status_code == 200
    assert client.get(reverse("desk:act", args=[case.pk, "accept"])).status_code == 404
    assert client.post(ask, {"reason": "died"}, follow=True).redirect_chain
    assert Case.objects.get().state == "terminated"
    assert "儿童死亡" in client.get(page).content.decode()
