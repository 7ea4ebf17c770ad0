"""A task that may be left undone: done or not, the case goes its way by the others."""

import pytest

from tests.workflows.definitions import FORMS, WORKFLOW, words
from tests.workflows.joint import JOINT, joined
from workflows import builder, services
from workflows.check import check_workflow
from workflows.engine import NotPossible
from workflows.exchange.bpmn.reading import read
from workflows.exchange.bpmn.writing import write
from workflows.models import Task
from workflows.rehearsing.case import begin
from workflows.scenarios import Scenario, ScenarioStep
from workflows.schema import FINISH, WorkflowSchema

LOOK = {"key": "look", "title": words("看望", "Call on them"), "relation": "civil_affairs", "optional": True}


def beside(schema, place=0, task=LOOK):
    raw = schema.model_dump(mode="json")
    raw["states"][place]["tasks"].append(task)
    return WorkflowSchema.model_validate(raw)


def problems_of(schema):
    return check_workflow(schema, forms=FORMS, effect_problem=lambda *_given: "")


@pytest.fixture
def case(story, version):
    services.publish(builder.save_definition(beside(WORKFLOW), by=None), by=None)
    return story.report()


def test_it_is_there_beside_the_others_and_finishing_it_moves_nothing(cast, story, case):
    services.complete_task(story.task(case, "look"), FINISH, by=cast.post("east_civil_affairs"))

    case.refresh_from_db()
    assert case.state == "reported"
    assert [task.key for task in case.tasks.open()] == ["take"]
    assert case.events.order_by("-sequence").first().kind == "finished"


def test_it_is_not_waited_for_and_ends_with_its_state(story, case):
    story.accept(case)
    case.refresh_from_db()
    assert case.state != "reported"
    assert case.tasks.get(key="look").state == Task.State.CANCELLED


def test_it_is_finished_once(cast, story, case):
    task = story.task(case, "look")
    services.complete_task(task, FINISH, by=cast.post("east_civil_affairs"))
    with pytest.raises(NotPossible):
        services.complete_task(task, FINISH, by=cast.post("east_civil_affairs"))


def test_who_has_it_finishes_it_on_its_page_and_reads_that_it_may_be_left(client, cast, story, case):
    client.force_login(cast.east_civil_affairs)
    address = f"/desk/tasks/{story.task(case, 'look').pk}/"
    assert "可以不办" in client.get(address).content.decode()
    client.post(f"{address}steps/{FINISH}/")
    assert case.tasks.get(key="look").state == Task.State.DONE


def test_where_tasks_come_together_it_has_no_vote():
    schema = beside(joined(needs="all"))
    dreamt = begin(schema, Scenario(title="-"))
    dreamt.take(ScenarioStep(task="look"))
    for task in ("vote_police", "vote_town"):
        dreamt.take(ScenarioStep(task=task, answers={"result": "handled"}))
        assert dreamt.state == "reported"
    dreamt.take(ScenarioStep(task="vote_civil", answers={"result": "handled"}))
    assert dreamt.state == "received"


def test_a_definition_may_have_one_and_must_not_go_on_by_it():
    assert not problems_of(beside(WORKFLOW))
    moves = {**LOOK, "key": "sign_2"}
    raw = beside(WORKFLOW, 2, moves).model_dump(mode="json")
    raw["transitions"].append({**raw["transitions"][3], "key": "sign_2", "task": "sign_2"})
    problems = problems_of(WorkflowSchema.model_validate(raw))
    assert [problem.code for problem in problems] == ["optional_moves"]


def test_a_section_cannot_be_left_undone():
    raw = JOINT.model_dump(mode="json")
    raw["states"][0]["tasks"][0]["optional"] = True
    codes = {problem.code for problem in problems_of(WorkflowSchema.model_validate(raw))}
    assert "optional_section" in codes


def test_the_editor_and_bpmn_keep_it(db):
    schema = beside(joined(needs="all"))
    assert builder.schema_of(builder.save_definition(schema, by=None)) == schema
    assert read(write(schema), name="x.bpmn").schema.states == schema.states
