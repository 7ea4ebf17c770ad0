"""The picture of a workflow: everything is on it, nothing lies on anything else."""

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.definitions import WORKFLOW
from tests.workflows.joint import joined
from tests.workflows.test_engine import definitions
from workflows.desk.picture import picture_of
from workflows.diagram import draw
from workflows.diagram.lanes import Span, assign
from workflows.diagram.order import in_order
from workflows.diagram.text import width_of, wrap
from workflows.models import WorkflowVersion


def test_states_stand_in_the_order_of_the_work():
    assert in_order(WORKFLOW)[:3] == ["reported", "handling", "notified"]
    assert set(in_order(WORKFLOW)) == {state.key for state in WORKFLOW.states}


def test_the_picture_shows_where_the_case_is_and_has_been():
    picture = draw(WORKFLOW, language="zh-hans", here="handling", visited={"reported", "handling"})
    assert [box.key for box in picture.boxes if box.here] == ["handling"]
    assert [box.key for box in picture.boxes if box.visited] == ["reported", "handling"]


def test_the_picture_of_a_case_is_drawn_once_for_each_way_there_and_language(version):
    with override("en"):
        first = picture_of(version, here="handling", visited=frozenset({"reported"}))
        assert picture_of(version, here="handling", visited=frozenset({"reported"})) is first
        assert "The case is here" in first
        others = [
            picture_of(version, here="notified", visited=frozenset({"reported"})),
            picture_of(version, here="handling", visited=frozenset()),
        ]
    with override("zh-hans"):
        others.append(picture_of(version, here="handling", visited=frozenset({"reported"})))
    assert len({first, *others}) == 4


def test_another_version_has_a_picture_of_its_own_even_under_the_same_key_of_the_database(version):
    first = picture_of(version, here="", visited=frozenset())
    schema = version.schema.model_copy(update={"title": {"zh-hans": "另一个"}})
    other = WorkflowVersion(pk=version.pk, checksum=schema.checksum(), definition=schema.model_dump(mode="json"))
    assert "另一个" in picture_of(other, here="", visited=frozenset())
    assert "另一个" not in first


def test_it_says_who_acts():
    picture = draw(WORKFLOW, language="en")
    notified = next(box for box in picture.boxes if box.key == "notified")
    assert "Township" in " ".join(line.text for line in notified.who)


def test_it_can_be_read_on_a_phone():
    """Narrow enough that a 390 pixel screen shows the letters at their own size or nearly so."""
    assert draw(WORKFLOW, language="zh-hans").width <= 390


def test_it_says_how_tasks_come_together_and_how_many_are_done():
    schema = joined(needs="some", count=2, veto=True, favour={"formula": "${small_response.result} = 'handled'"})
    with override("en"):
        box = draw(schema, language="en", here="reported", done=1).boxes[0]
        said = draw(schema, language="en").said[0]
    whole = " ".join(line.text for line in box.join)
    assert whole == "2 of 3 have to be in favour; one against ends it · 1 of 3 done"
    assert said.join == "2 of 3 have to be in favour; one against ends it"
    assert "Missed (too few in favour)" in [way for way, _target, _clock in said.ways]


def test_words_say_the_same_as_the_picture():
    said = {state: ways for state, _kind, _who, _join, ways in draw(WORKFLOW, language="en").said}
    ways = (("Notify the township", "Township notified", False), ("Not so", "Not taken on", False))
    assert said["Being handled"] == ways


@given(definitions())
def test_every_state_and_way_is_drawn_and_no_boxes_overlap(schema):
    picture = draw(schema, language="en")
    assert {box.key for box in picture.boxes} == {state.key for state in schema.states}
    for upper, lower in zip(picture.boxes, picture.boxes[1:], strict=False):
        assert upper.bottom < lower.y
    # What has one name and one target is one way to the reader, whoever takes it.
    ways = {(way.source, way.title["zh-hans"], way.target) for way in schema.transitions}
    assert sum(len(box.rows) for box in picture.boxes) == len(ways)
    for box in picture.boxes:
        baselines = [line.y for line in (*box.title, *box.who, *box.join)] + [
            line.y for row in box.rows for line in row.lines
        ]
        assert baselines == sorted(set(baselines))
        assert all(box.y < y < box.bottom for y in baselines)
    assert picture.height > max(box.bottom for box in picture.boxes)


@given(st.lists(st.builds(Span, st.integers(0, 400), st.integers(0, 400), st.sampled_from("abc")), max_size=25))
def test_arrows_to_different_states_never_share_a_lane_where_they_would_meet(spans):
    lanes = assign(spans)
    for one, first in enumerate(spans):
        for other, second in enumerate(spans):
            if one != other and lanes[one] == lanes[other]:
                assert not first.collides(second)


@given(st.text(alphabet="通报乡镇 abcdefg-", max_size=80), st.integers(40, 300))
def test_text_is_broken_without_losing_a_letter(text, width):
    lines = wrap(text, width, 14)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line, 14) <= width for line in lines)
