"""Files as other tools write them become drafts, and say what a person has still to say."""

from pathlib import Path

import pytest

from workflows.exchange.bpmn.reading import read
from workflows.exchange.bpmn.writing import write
from workflows.schema import Join

FILES = Path(__file__).parent / "files"
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="urn:x"><process id="p" name="办理">'
ENDS = '<startEvent id="s"/><endEvent id="e" name="完"/>'


def imported(name):
    return read((FILES / name).read_bytes(), name=name)


def made_of(*elements):
    """A process with a start `s`, an end `e` and these elements."""
    return read(f"{HEAD}{ENDS}{''.join(elements)}</process></definitions>".encode())


def task(key, more=""):
    return f'<userTask id="{key}" name="{key}">{more}</userTask>'


def flow(source, target, name=""):
    return f'<sequenceFlow id="{source}-{target}" name="{name}" sourceRef="{source}" targetRef="{target}"/>'


def said(result, severity="error"):
    return [(finding.element, finding.message) for finding in result.findings if finding.severity == severity]


def test_a_task_with_a_gateway_becomes_a_state_with_ways():
    schema = imported("leave.bpmn").schema
    assert [state.kind for state in schema.states] == ["start", "end", "end"]
    assert [(way.title["zh-hans"], way.target) for way in schema.transitions] == [
        ("同意", "yi_pi_zhun"),
        ("不同意", "jie_shu"),
        ("退回", "shen_he_shen_qing"),
    ]
    check = schema.task_type("shen_he_shen_qing")
    assert check.deadline.days == 2
    assert check.form == "approval"
    assert check.instructions["zh-hans"] == "看理由是否充分。"


def test_what_is_not_kept_is_listed_by_element():
    result = imported("leave.bpmn")
    dropped = {element for element, _message in said(result, "dropped")}
    assert dropped == {"Activity_0check1", "TextAnnotation_1", "Activity_0remind", "Flow_0yes111"}
    assert [element for element, _message in said(result, "missing")] == ["Activity_0check1"] * 2 + ["", ""]


def test_lanes_are_who_takes_part_and_a_duty_is_known_by_its_name():
    schema = imported("visit.bpmn20.xml").schema
    assert [relation.duty for relation in schema.relations] == ["civil_affairs", "", "health"]
    assert schema.title["zh-hans"] == "联合走访"


def test_parallel_branches_are_tasks_of_one_state_that_are_all_waited_for():
    schema = imported("visit.bpmn20.xml").schema
    visit = schema.state("zou_fang")
    assert [task.title["zh-hans"] for task in visit.tasks] == ["了解就学", "了解健康"]
    assert visit.join == Join()
    assert len(schema.joined_ways("zou_fang")) == 3


def test_which_way_is_taken_behind_them_is_left_to_a_person_to_say():
    assert "join" in [element for element, _message in said(imported("visit.bpmn20.xml"), "missing")]


def meeting(gateway, *more):
    """Two tasks that are opened together and meet there."""
    flows = [flow("g", "t"), flow("g", "u"), flow("t", "j"), flow("u", "j"), flow("j", "e")]
    tasks = [task("first"), task("t"), task("u")]
    result = made_of(
        '<parallelGateway id="g"/>', gateway, *tasks, flow("s", "first"), flow("first", "g"), *flows, *more
    )
    return result, result.schema and result.schema.states[1].join


@pytest.mark.parametrize(
    ("condition", "join"),
    [
        ("activationCount >= 1", Join(needs="any")),
        ("${ activationCount>=2 }", Join()),
    ],
)
def test_a_complex_gateway_says_how_many_are_waited_for(condition, join):
    gateway = f'<complexGateway id="j"><activationCondition>{condition}</activationCondition></complexGateway>'
    assert meeting(gateway)[1] == join


@pytest.mark.parametrize("condition", ["", "activationCount >= 3", "activationCount >= 0", "x > 1 or true"])
def test_a_complex_gateway_that_cannot_be_counted_by_is_refused_by_its_id(condition):
    gateway = f'<complexGateway id="j"><activationCondition>{condition}</activationCondition></complexGateway>'
    result, _join = meeting(gateway)
    assert result.schema is None
    assert [element for element, _message in said(result)] == ["j"]


def test_a_complex_gateway_elsewhere_is_refused_by_its_id():
    result = made_of(task("t"), '<complexGateway id="w"/>', flow("s", "t"), flow("t", "w"), flow("w", "e"))
    assert [element for element, _message in said(result)] == ["w"]


def test_waiting_for_a_time_is_a_task_with_a_deadline():
    schema = imported("return.bpmn").schema
    waiting = next(state for state in schema.states if state.kind == "waiting")
    assert waiting.tasks[0].deadline.minutes == 7 * 1440 + 720
    assert schema.state("deng_ji_wu_zi").title["zh-hans"] == "登记 物资"


@pytest.mark.parametrize("name", ["leave.bpmn", "visit.bpmn20.xml", "return.bpmn"])
def test_what_came_from_elsewhere_is_written_and_read_as_ours(name):
    schema = imported(name).schema
    again = read(write(schema))
    assert again.schema == schema
    assert {finding.severity for finding in again.findings} == {"missing"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ('<serviceTask id="w"/>', "w"),
        ('<subProcess id="w"/>', "w"),
        ('<inclusiveGateway id="w"/>', "w"),
        ('<eventBasedGateway id="w"/>', "w"),
        ('<callActivity id="w"/>', "w"),
        ('<intermediateCatchEvent id="w"><messageEventDefinition/></intermediateCatchEvent>', "w"),
        ('<endEvent id="w"><errorEventDefinition/></endEvent>', "w"),
        ('<userTask id="w"><multiInstanceLoopCharacteristics/></userTask>', "w"),
        ('<x:task id="w"/>', "t-w"),
    ],
)
def test_what_is_outside_of_the_subset_is_refused_by_its_id(wrong, named):
    result = made_of(task("t"), wrong, flow("s", "t"), flow("t", "w"), flow("w", "e"))
    assert result.schema is None
    assert named in [element for element, _message in said(result)]


def test_a_timer_that_ends_the_task_is_refused():
    timer = '<boundaryEvent id="w" attachedToRef="t"><timerEventDefinition><timeDuration>P1D</timeDuration>'
    result = made_of(
        task("t"), timer, "</timerEventDefinition></boundaryEvent>", flow("s", "t"), flow("t", "e"), flow("w", "e")
    )
    assert [element for element, _message in said(result)] == ["w"]


def test_several_ways_out_of_a_task_without_a_gateway_are_refused():
    result = made_of(task("t"), task("u"), flow("s", "t"), flow("t", "u"), flow("t", "e"), flow("u", "e"))
    assert [element for element, _message in said(result)] == ["t"]


def test_a_choice_before_the_first_task_is_refused():
    gateway = '<exclusiveGateway id="g"/>'
    result = made_of(gateway, task("t"), flow("s", "g"), flow("g", "t"), flow("g", "e"), flow("t", "e"))
    assert [element for element, _message in said(result)] == ["g", "s"]


@pytest.mark.parametrize(
    "flows",
    [
        # A branch of two tasks; branches that never meet; branches that meet elsewhere.
        [flow("g", "t"), flow("g", "u"), flow("t", "v"), flow("v", "j"), flow("u", "j"), flow("j", "e")],
        [flow("g", "t"), flow("g", "u"), flow("t", "e"), flow("u", "e")],
        [flow("g", "t"), flow("g", "u"), flow("g", "e"), flow("t", "j"), flow("u", "j"), flow("j", "e")],
    ],
)
def test_branches_of_more_than_one_task_each_are_refused(flows):
    gateways = '<parallelGateway id="g"/><parallelGateway id="j"/>'
    tasks = [task("first"), task("t"), task("u"), task("v")]
    result = made_of(gateways, *tasks, flow("s", "first"), flow("first", "g"), *flows)
    assert result.schema is None
    assert said(result)


def test_gateways_in_a_circle_end_with_a_sentence():
    gateways = '<exclusiveGateway id="g"/><exclusiveGateway id="h"/>'
    result = made_of(
        gateways, task("t"), flow("s", "t"), flow("t", "g"), flow("g", "h"), flow("h", "g"), flow("h", "e")
    )
    assert [element for element, _message in said(result)] == ["g"]


def test_conditions_after_each_other_hold_together():
    condition = '<conditionExpression language="urn:tonghu:expressions:1">{}</conditionExpression></sequenceFlow>'
    first, second = (
        f'<sequenceFlow id="{a}{b}" sourceRef="{a}" targetRef="{b}">' + condition.format(f"${{answers.{b}}} = 1")
        for a, b in (("g", "h"), ("h", "e"))
    )
    gateways = '<exclusiveGateway id="g"/><exclusiveGateway id="h"/>'
    result = made_of(gateways, task("t"), flow("s", "t"), flow("t", "g"), flow("g", "t"), first, second)
    assert [way.guard and way.guard.formula for way in result.schema.transitions] == [
        None,
        "(${answers.h} = 1) and (${answers.e} = 1)",
    ]


def test_two_processes_are_two_workflows():
    other = f"</process><process id='q'>{task('x')}"
    result = made_of(task("t"), flow("s", "t"), flow("t", "e"), other)
    assert said(result)[0][0] == "q"
