"""The ways of a child protection case from the assessment to its end, as the shipped workflow draws them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from forms.exchange.packs import read_definitions, read_manifest, read_shared
from workflows import engine
from workflows.engine import FINISH, Complete, DonePart, NotPossible, OpenTask, Snapshot
from workflows.packing import find
from workflows.schema import WorkflowSchema

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
SIGNED_IN = ("assess_lead", "assess_police", "assess_civil_affairs", "assess_education", "assess_health")
# One state after the other, each with the way taken out of it and what was answered by then.
ASSISTED = [
    ("assessed", "assist", {}),
    ("planning", "hand_in_plan", {}),
    ("plan_review", "return_plan", {"approval": {"result": "returned"}}),
    ("planning", "hand_in_plan", {}),
    ("plan_review", "approve_plan", {"approval": {"result": "approved"}}),
    ("assisting", "assisted", {}),
    ("follow_up", "visit_again", {"home_visit": {"issues": ["mood"]}}),
    ("follow_up", "ask_to_close", {"home_visit": {"issues": ["none"]}}),
    ("closing", "keep_open", {"approval": {"result": "returned"}}),
    ("follow_up", "ask_to_close", {}),
    ("closing", "close", {"approval": {"result": "approved"}}),
    ("closed", "", {}),
]
PETITIONED = [
    ("assessed", "intervene", {"assessment": {"guard_result": "missing", "risk": "high"}}),
    ("intervening", "intervene_again", {"guardianship_intervention": {"result": "partly"}}),
    ("intervening", "petition", {"guardianship_intervention": {"result": "refused"}}),
    ("petition_draft", "hand_in_petition", {}),
    ("petition_review", "return_petition", {"approval": {"result": "returned"}}),
    ("petition_draft", "hand_in_petition", {}),
    ("petition_review", "approve_petition", {"approval": {"result": "approved"}}),
    ("petition_ready", "hand_over", {}),
    ("in_court", "judged", {"judgment": {"result": "revoked"}}),
    ("follow_up", "ask_to_close", {"home_visit": {"issues": ["none"]}}),
    ("closing", "close", {"approval": {"result": "approved"}}),
    ("closed", "", {}),
]
FOLLOWED = [
    ("assessed", "watch", {"assessment": {"guard_result": "normal", "risk": "low"}}),
    ("follow_up", "relapse", {}),
    ("intervening", "corrected", {"guardianship_intervention": {"result": "corrected"}}),
    ("planning", "hand_in_plan", {}),
]


@pytest.fixture(scope="module")
def workflow() -> WorkflowSchema:
    folder = find("child-protection")
    manifest = read_manifest(folder)
    found = read_definitions(WorkflowSchema, folder, manifest.workflows, read_shared(folder, manifest))
    return next(one for one in found if one.key == "child_protection")


def take(workflow: WorkflowSchema, state: str, way: str, answers: dict[str, Any]) -> str:
    """The state that the way leads to."""
    task = workflow.transition(way).task
    snapshot = Snapshot(state, (OpenTask("1", task),), answers, NOW)
    return engine.decide(workflow, snapshot, Complete("1", way, has_form=True)).state


@pytest.mark.parametrize("course", [ASSISTED, PETITIONED, FOLLOWED], ids=["assisted", "petitioned", "followed up"])
def test_a_case_goes_on_from_the_assessment_as_the_offices_decide(workflow, course):
    known: dict[str, Any] = {"answers": {}}
    for (state, way, given), (then, *_rest) in pairwise(course):
        known |= given
        assert take(workflow, state, way, known) == then, way


@pytest.mark.parametrize(
    ("state", "way", "form", "answers"),
    [
        ("assessed", "intervene", "assessment", {"guard_result": "normal"}),
        ("assessed", "watch", "assessment", {"risk": "medium"}),
        ("plan_review", "approve_plan", "approval", {"result": "returned"}),
        ("intervening", "petition", "guardianship_intervention", {"result": "partly"}),
        ("intervening", "corrected", "guardianship_intervention", {"result": "refused"}),
        ("petition_review", "approve_petition", "approval", {"result": "returned"}),
        ("in_court", "not_revoked", "judgment", {"result": "revoked"}),
        ("follow_up", "ask_to_close", "home_visit", {"issues": ["harm"]}),
        ("closing", "close", "approval", {"result": "returned"}),
    ],
)
def test_a_way_that_the_papers_speak_against_is_not_taken(workflow, state, way, form, answers):
    with pytest.raises(NotPossible):
        take(workflow, state, way, {"answers": {}, form: answers})


def test_the_last_signature_moves_the_case_whoever_gives_it(workflow):
    for last in SIGNED_IN:
        signed = tuple(DonePart(task, {}) for task in SIGNED_IN if task != last)
        snapshot = Snapshot("assessing", (OpenTask("1", last),), {"answers": {}}, NOW, done=signed)
        assert engine.decide(workflow, snapshot, Complete("1", FINISH, has_form=True)).state == "assessed"
    assert [way.key for way in ways_out(workflow, "assessing")] == ["assessed"]


def test_whoever_reported_reads_of_every_state_how_far_it_is_in_both_languages(workflow):
    assert not [state.key for state in workflow.states if set(state.public_status) != {"zh-hans", "en"}]


def test_whoever_has_to_do_something_with_a_form_may_read_it_afterwards(workflow):
    tasks = [task for state in workflow.states for task in state.tasks if task.form]
    read = {(reader.relation, form) for reader in workflow.readers for form in reader.forms}
    assert {(task.relation, task.form) for task in tasks} <= read


def ways_out(workflow: WorkflowSchema, state: str) -> Iterator[Any]:
    return (way for way in workflow.transitions if way.source == state)
