"""Approval against approval, and against refusal, again and again: one outcome each time, and the loser reads which.

A few races each time; `python -m tests.faults racing` does a thousand, see docs/faults.md.
"""

import os
from collections import Counter
from functools import partial

import pytest

from tests.workflows.definitions import WORKFLOW, words
from tests.workflows.test_race import at_once
from workflows import builder, services
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.schema import WorkflowSchema

RACES = int(os.environ.get("RACES", "20"))
PAIRS = [("accept", "accept"), ("accept", "decline"), ("decline", "accept")]
WAYS = {"accept": "handling", "decline": "refused"}
DECLINE = {
    "key": "decline",
    "title": words("不受理", "Decline"),
    "source": "reported",
    "target": "refused",
    "task": "take",
}


@pytest.fixture
def approval(version):
    """The small workflow in which the first task may be declined, too."""
    schema = WORKFLOW.model_dump()
    schema["transitions"] = [*schema["transitions"], DECLINE]
    return services.publish(builder.save_definition(WorkflowSchema.model_validate(schema), by=None), by=None)


@pytest.mark.django_db(transaction=True)
def test_two_decide_and_one_decision_stands(cast, approval, story):
    posts = [cast.post("east_police"), cast.post("east_police_leader")]
    won = Counter()
    for number in range(RACES):
        case = story.report(facts=f"第{number}次")
        task = story.task(case, "take")
        ways = PAIRS[number % len(PAIRS)]
        decisions = zip(ways, posts, strict=True)
        results = at_once(*[partial(services.complete_task, task, way, by=post) for way, post in decisions])
        [loser] = [place for place, result in enumerate(results) if isinstance(result, Exception)]
        winner = 1 - loser
        case.refresh_from_db()
        assert case.state == WAYS[ways[winner]]
        assert [event.kind for event in case.events.all()] == ["opened", "moved"]
        assert broken_links(case) == []
        assert isinstance(results[loser], NotPossible), results
        assert str(posts[winner].user) in str(results[loser].sentence)
        won[" against ".join(sorted(ways)), ways[winner], winner] += 1
    print(*sorted(won.items()), sep="\n")
    assert won.total() == RACES
