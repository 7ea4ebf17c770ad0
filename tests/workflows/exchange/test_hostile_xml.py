"""Files that want to harm: refused with a sentence, and nothing is fetched or unfolded."""

import json

import pytest

from tests.workflows.definitions import WORKFLOW
from workflows.exchange import safexml
from workflows.exchange.bpmn import reading as bpmn
from workflows.exchange.bpmn.writing import write
from workflows.exchange.scxml import reading as scxml

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><d>&l9;</d>'
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret"
    path.write_text("<stolen/>")
    return path


@pytest.mark.parametrize("read", [bpmn.read, scxml.read])
@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>',
        '<!DOCTYPE d SYSTEM "http://192.0.2.1/d.dtd"><d/>',
        '<!DOCTYPE d [<!ENTITY % x SYSTEM "http://192.0.2.1/x"> %x;]><d/>',
        "<a>" * 100_000,
        "<d>" + "<a/>" * 60_000 + "</d>",
        "",
        "PK\x03\x04",
        "<?xml version='1.0' encoding='no-such-code'?><d/>",
        "<d>\ud800</d>".encode("utf-8", "surrogatepass").decode("latin-1"),
        '{"key": "x"}',
        "<d/>",
    ],
    ids=range(12),
)
def test_a_hostile_file_ends_with_one_sentence(read, content):
    result = read(content.encode())
    assert result.schema is None
    assert [finding.severity for finding in result.findings] == ["error"]


def test_a_file_of_this_machine_is_never_read(secret):
    content = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><d>&x;</d>'
    with pytest.raises(safexml.Unreadable):
        safexml.parse(content.encode())


def test_a_file_that_is_too_large_is_not_looked_at():
    with pytest.raises(safexml.Unreadable):
        safexml.parse(b" " * (safexml.MOST_BYTES + 1))


def test_gateways_that_multiply_ways_end_with_a_sentence():
    """Twelve gateways with a hundred flows each from one to the next would be 10^24 ways."""
    nodes = "".join(f'<exclusiveGateway id="g{n}"/>' for n in range(12))
    flows = [
        f'<sequenceFlow id="f{n}_{m}" sourceRef="g{n}" targetRef="g{n + 1}"/>' for n in range(11) for m in range(99)
    ]
    ends = '<startEvent id="s"/><userTask id="t"/><endEvent id="e"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>'
    more = '<sequenceFlow id="b" sourceRef="t" targetRef="g0"/><sequenceFlow id="c" sourceRef="g11" targetRef="e"/>'
    result = bpmn.read(f"{HEAD}{nodes}{ends}{more}{''.join(flows)}</process></definitions>".encode())
    assert result.schema is None
    assert "error" in {finding.severity for finding in result.findings}


@pytest.mark.parametrize(
    "damage",
    [
        "[]",
        "{",
        '{"key": 1}',
        '{"key": "\\u0000"}',
        '{"a": ' * 60 + "1" + "}" * 60,
        "[" * 5000,
        '{"key": "x", "extra": 1}',
    ],
)
def test_our_own_part_damaged_is_left_out_and_the_rest_is_taken(damage):
    text = write(WORKFLOW).decode()
    start = text.index("<tonghu:task>") + len("<tonghu:task>")
    broken = text[:start] + damage.replace("<", "&lt;") + text[text.index("</tonghu:task>") :]
    result = bpmn.read(broken.encode())
    assert result.schema is not None
    assert result.schema.states[0].tasks[0].title == {"zh-hans": WORKFLOW.states[0].tasks[0].title["zh-hans"]}
    assert result.schema.states[1:] == WORKFLOW.states[1:]


def test_an_own_part_cannot_name_states_that_are_not_drawn():
    text = write(WORKFLOW).decode()
    way = json.dumps({"key": "accept", "title": {}, "source": "nowhere", "target": "nowhere"})
    start = text.index("<tonghu:way>") + len("<tonghu:way>")
    broken = text[:start] + way + text[text.index("</tonghu:way>") :]
    first = bpmn.read(broken.encode()).schema.transition("accept")
    assert (first.source, first.target, first.task) == ("reported", "handling", "take")
