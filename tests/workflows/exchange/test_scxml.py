"""A plain state machine becomes a draft; what is more than that is refused by the id of its state."""

from pathlib import Path

import pytest

from workflows.exchange.bpmn.reading import read as read_bpmn
from workflows.exchange.bpmn.writing import write
from workflows.exchange.scxml.reading import read

FILE = (Path(__file__).parent / "files" / "turnstile.scxml").read_bytes()


def machine(inside, initial="a"):
    head = f'<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" initial="{initial}">'
    return read(f'{head}{inside}<final id="z"/></scxml>'.encode())


def errors(result):
    return [finding.element for finding in result.findings if finding.severity == "error"]


def test_states_are_tasks_and_events_are_ways():
    result = read(FILE)
    schema = result.schema
    assert schema.title["zh-hans"] == "物资申领"
    assert [(state.key, state.kind) for state in schema.states] == [
        ("draft", "start"),
        ("review", "work"),
        ("granted", "end"),
        ("refused", "end"),
    ]
    assert [(way.key, way.source, way.target) for way in schema.transitions] == [
        ("submit", "draft", "review"),
        ("approve", "review", "granted"),
        ("return", "review", "draft"),
        ("refuse", "review", "refused"),
    ]
    assert [(found.severity, found.element) for found in result.findings if found.severity == "dropped"] == [
        ("dropped", "物资申领"),
        ("dropped", "review"),
        ("dropped", "review"),
    ]


def test_it_can_leave_again_as_bpmn():
    schema = read(FILE).schema
    assert read_bpmn(write(schema)).schema == schema


@pytest.mark.parametrize(
    "wrong",
    [
        '<state id="a"><state id="b"/></state>',
        '<state id="a"><transition event="x" target="z"/></state><parallel id="b"/>',
        '<state id="a"><onentry/><transition event="x" target="z"/></state>',
        '<state id="a"><transition target="z"/></state>',
        '<state id="a"><transition event="x"/></state>',
        '<state id="a"><transition event="x" target="nowhere"/></state>',
        '<state id="a"><transition event="x" target="z"><assign location="n" expr="1"/></transition></state>',
        '<state id="a"/><state id="a"/>',
    ],
)
def test_what_is_more_than_a_plain_machine_is_refused_by_id(wrong):
    result = machine(wrong)
    assert result.schema is None
    assert set(errors(result)) <= {"a", "b"}
    assert errors(result)


def test_a_machine_that_begins_at_its_end_is_refused():
    assert errors(machine('<state id="a"><transition event="x" target="z"/></state>', initial="z")) == ["z"]


def test_an_event_in_two_states_is_two_ways():
    schema = machine(
        '<state id="a"><transition event="next" target="b"/></state>'
        '<state id="b"><transition event="next" target="z"/></state>'
    ).schema
    assert [way.key for way in schema.transitions] == ["next", "next_2"]
