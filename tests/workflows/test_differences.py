"""What changed in a deadline, in words."""

from django.utils import translation

from tests.workflows.definitions import WORKFLOW
from workflows.differences import differences


def changed(**deadline):
    raw = WORKFLOW.model_dump(mode="json")
    raw["states"][1]["tasks"][0]["deadline"] = deadline or None
    with translation.override("en"):
        return differences(WORKFLOW, type(WORKFLOW).model_validate(raw))


def test_a_deadline_that_is_the_same_is_no_difference():
    assert changed(minutes=1440) == []


def test_another_time_is_said_before_and_after():
    assert changed(days=3, working=True)[0].endswith("respond: deadline 24 h 0 min → 3 working days")
    assert changed(minutes=90, working=True)[0].endswith("→ 1 h 30 min of office hours")
    assert changed()[0].endswith("→ none")


def test_another_ladder_is_said():
    assert changed(minutes=1440, ladder=[{"tell": ["leader"]}])[0].endswith("what happens around the deadline changed")
