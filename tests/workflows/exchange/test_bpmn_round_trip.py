"""What is written as BPMN comes back as it was; what somebody changes in another tool is the change."""

from copy import deepcopy
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from forms.exchange.packs import read_definitions
from tests.workflows.definitions import WORKFLOW
from tests.workflows.exchange.schemas import workflows
from tests.workflows.joint import JOINT, joined
from workflows.exchange import safexml
from workflows.exchange.bpmn.outlining import Unwritable
from workflows.exchange.bpmn.reading import read
from workflows.exchange.bpmn.writing import write
from workflows.guards import compile_rules
from workflows.schema import Join, WorkflowSchema

PACK = Path("workflows/packs/child-protection")
NS = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "di": "http://www.omg.org/spec/BPMN/20100524/DI"}


@pytest.mark.once
@given(workflows())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=list(Phase)[:3])
def test_any_workflow_comes_back_as_it_was(schema):
    imported = read(write(schema))
    assert imported.findings == ()
    assert imported.schema == schema


@pytest.mark.parametrize("name", sorted(path.name for path in (PACK / "workflows").glob("*.yaml")))
def test_the_workflows_of_the_pack_come_back(name):
    (schema,) = read_definitions(WorkflowSchema, PACK, [f"workflows/{name}"])
    imported = read(write(schema))
    assert imported.findings == ()
    assert imported.schema == schema


def test_a_published_workflow_comes_back_without_what_is_worked_out_of_its_rules():
    imported = read(write(compile_rules(WORKFLOW)))
    assert imported.schema == WORKFLOW


def test_everything_has_its_place_in_the_picture_and_nothing_lies_on_another_task():
    root = parsed(JOINT)
    process = root.find("b:process", NS)
    drawn = {shape.get("bpmnElement") for shape in root.iter(f"{{{NS['di']}}}BPMNShape")}
    lines = {edge.get("bpmnElement") for edge in root.iter(f"{{{NS['di']}}}BPMNEdge")}
    nodes = {child.get("id") for child in process if child.tag.endswith(("Task", "Event", "Gateway"))}
    assert nodes <= drawn
    assert {flow.get("id") for flow in process.findall("b:sequenceFlow", NS)} == lines
    tasks = {task.get("id") for task in process.findall("b:userTask", NS)}
    places = [bounds(shape) for shape in root.iter(f"{{{NS['di']}}}BPMNShape") if shape.get("bpmnElement") in tasks]
    assert not [(one, two) for one in places for two in places if one < two and overlap(one, two)]


def test_tasks_that_all_have_to_be_done_meet_at_a_gateway_and_others_do_not():
    assert "join_assessing" in write(JOINT).decode()
    assert "join_" not in write(WORKFLOW).decode()


TWO_OF_THREE = {
    "needs": "some",
    "count": 2,
    "favour": {"formula": "${small_response.result} = 'handled'"},
    "veto": True,
}


def test_so_many_of_them_meet_at_a_complex_gateway_that_says_the_number_and_a_veto_in_words():
    schema = joined(**TWO_OF_THREE)
    gateway = element(parsed(schema), "complexGateway", "join_reported")
    assert gateway.find("b:activationCondition", NS).text == "activationCount >= 2"
    assert "有一项不同意" in gateway.find("b:documentation", NS).text
    imported = read(write(schema))
    assert (imported.schema, imported.findings) == (schema, ())


def test_what_tasks_come_to_together_can_be_edited_in_another_tool():
    root = parsed(joined(**TWO_OF_THREE))
    gateway = element(root, "complexGateway", "join_reported")
    gateway.find("b:activationCondition", NS).text = "activationCount >= 1"
    join = read(ElementTree.tostring(root)).schema.state("reported").join
    assert (join.needs, join.veto, join.favour.formula) == ("any", True, TWO_OF_THREE["favour"]["formula"])
    gateway.tag = f"{{{NS['b']}}}parallelGateway"
    imported = read(ElementTree.tostring(root))
    assert imported.schema.state("reported").join == Join()
    assert ("changed", "join_reported") in {(one.severity, one.element) for one in imported.findings}


def test_a_task_that_may_leave_at_once_comes_back_beside_the_others():
    raw = joined(needs="any", form="").model_dump(mode="json")
    early = {
        "key": "wrong",
        "title": {"zh-hans": "不属实"},
        "source": "reported",
        "target": "refused",
        "task": "vote_town",
    }
    raw["transitions"] = [{**raw["transitions"][0]}, early]
    schema = WorkflowSchema.model_validate(raw)
    assert (read(write(schema)).schema, read(write(schema)).findings) == (schema, ())


def test_an_edit_in_another_tool_counts():
    root = parsed(WORKFLOW)
    task = element(root, "userTask", "task_respond")
    task.set("name", "处置并记录")
    element(root, "sequenceFlow", "way_refuse").find(
        "b:conditionExpression", NS
    ).text = "${small_response.result} = 'no'"
    element(root, "sequenceFlow", "way_back").set("targetRef", "task_respond")
    duration = element(root, "boundaryEvent", "due_respond").find(".//b:timeDuration", NS)
    duration.text = "P2D"
    imported = read(ElementTree.tostring(root))
    assert imported.findings == ()
    schema = imported.schema
    assert schema.task_type("respond").title == {"zh-hans": "处置并记录", "en": "Respond"}
    assert schema.task_type("respond").deadline.days == 2
    assert schema.transition("refuse").guard.formula == "${small_response.result} = 'no'"
    assert schema.transition("back").target == "handling"
    assert schema.transition("back").title == WORKFLOW.transition("back").title
    assert schema.relation("officer") == WORKFLOW.relation("officer")


def test_a_task_moved_to_another_lane_is_another_s():
    root = parsed(WORKFLOW)
    for lane in root.iter(f"{{{NS['b']}}}lane"):
        for node in lane.findall("b:flowNodeRef", NS):
            if node.text == "task_sign":
                lane.remove(node)
    police = next(lane for lane in root.iter(f"{{{NS['b']}}}lane") if lane.get("id") == "relation_police")
    ElementTree.SubElement(police, f"{{{NS['b']}}}flowNodeRef").text = "task_sign"
    assert read(ElementTree.tostring(root)).schema.task_type("sign").relation == "police"


def test_a_copied_task_gets_a_key_of_its_own():
    root = parsed(WORKFLOW)
    process, task = root.find("b:process", NS), element(root, "userTask", "task_respond")
    copy = deepcopy(task)
    copy.set("id", "Activity_0copied")
    process.append(copy)
    element(root, "sequenceFlow", "way_accept").set("targetRef", "Activity_0copied")
    way = {"id": "Flow_1", "sourceRef": "Activity_0copied", "targetRef": "task_respond"}
    ElementTree.SubElement(process, f"{{{NS['b']}}}sequenceFlow", way)
    imported = read(ElementTree.tostring(root))
    assert {task.key for state in imported.schema.states for task in state.tasks} >= {"respond", "chu_zhi"}
    assert imported.schema.transition("accept").target != "handling"
    assert {(found.severity, found.element) for found in imported.findings} == {
        ("missing", "Activity_0copied"),
        ("changed", "Activity_0copied"),
    }


def test_half_a_workflow_is_not_written_and_says_what_is_missing():
    raw = WORKFLOW.model_dump(mode="json")
    raw["transitions"] = [way for way in raw["transitions"] if way["key"] != "sign"]
    with pytest.raises(Unwritable) as refusal:
        write(WorkflowSchema.model_validate(raw))
    assert [problem.place for problem in refusal.value.problems] == ["state notified task sign"]


def parsed(schema):
    return safexml.parse(write(schema))


def element(root, tag, key):
    return next(found for found in root.iter(f"{{{NS['b']}}}{tag}") if found.get("id") == key)


def bounds(shape):
    at = shape[0].attrib
    return tuple(int(at[name]) for name in ("x", "y", "width", "height"))


def overlap(one, two):
    return (
        one[0] < two[0] + two[2] and two[0] < one[0] + one[2] and one[1] < two[1] + two[3] and two[1] < one[1] + one[3]
    )
