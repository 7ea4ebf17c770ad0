"""Sections of one form in a state whose tasks come together: one way for all, taken by the last signature."""

import pytest

from forms import builder as form_builder
from forms import services as forms
from forms.models import Form, Submission
from tests.workflows.definitions import FORMS, words
from tests.workflows.joint import ASSESSMENT, JOINT, by_join
from tests.workflows.moving import administrator
from workflows import builder, services
from workflows.check import check_workflow
from workflows.events import broken_links
from workflows.models import Case, Task
from workflows.prefill import initial_answers
from workflows.rehearsing.case import begin as begin_case
from workflows.scenarios import Scenario, ScenarioStep
from workflows.schema import FINISH, WorkflowSchema
from workflows.services import migrating

SIGNED = {"name": "王丽", "signed_at": "2026-11-22T09:00:00+08:00"}
WATCH = {"key": "watch", "title": words("查看", "Look"), "relation": "civil_affairs"}


def publish(schema):
    return services.publish(builder.save_definition(schema, by=None), by=None)


@pytest.fixture
def version(cast):
    for form in (*FORMS.values(), ASSESSMENT):
        forms.publish(form_builder.save_definition(form, by=None), by=None)
    return publish(by_join())


def open_tasks(case):
    return {task.type.section or task.key: task for task in case.tasks.filter(state=Task.State.OPEN)}


def filled(case, cast):
    tasks = open_tasks(case)
    schema = Form.objects.get(key="joint_assessment").current_version
    for section, who in (("safety", "east_police"), ("home", "east_township")):
        post = cast.post(who)
        known = initial_answers(tasks[section], schema.schema, by=post)
        draft = services.start_sections(tasks[section], schema, by=post, known=known)
    forms.save_step(draft, "safe", {"risk": False})
    forms.save_step(draft, "family", {"income": 3000})
    return tasks, draft


def sign(task, post):
    return services.sign_section(task, by=post, signature=SIGNED)


def handed_in():
    return Submission.objects.filter(version__form__key="joint_assessment").count()


def test_the_last_signature_hands_the_form_in_and_takes_the_one_way(version, story, cast):
    case = story.report()
    tasks, _draft = filled(case, cast)
    assert not sign(tasks["home"], cast.post("east_township")).complete
    case.refresh_from_db()
    assert (case.state, handed_in()) == ("assessing", 0)
    assert sign(tasks["safety"], cast.post("east_police")).complete
    case.refresh_from_db()
    assert (case.state, handed_in()) == ("assessed", 1)
    assert [event.kind for event in case.events.all()] == ["opened", "signed", "moved"]
    assert broken_links(case) == []


def test_what_is_done_beside_the_form_is_waited_for_too(cast, version, story):
    publish(by_join(WATCH))
    case = story.report()
    tasks, _draft = filled(case, cast)
    for section, who in (("home", "east_township"), ("safety", "east_police")):
        sign(tasks[section], cast.post(who))
    case.refresh_from_db()
    assert (case.state, handed_in()) == ("assessing", 1)
    services.complete_task(tasks["watch"], FINISH, by=cast.post("east_civil_affairs"))
    case.refresh_from_db()
    assert case.state == "assessed"


def test_an_office_whose_section_is_not_asked_after_all_is_not_waited_for(cast, version, story):
    form = ASSESSMENT.model_dump(mode="json")
    form["steps"][1]["shown_when"] = {"formula": "${risk}"}
    forms.publish(form_builder.save_definition(ASSESSMENT.__class__.model_validate(form), by=None), by=None)
    publish(by_join(WATCH))
    case = story.report()
    tasks, _draft = filled(case, cast)
    assert sign(tasks["safety"], cast.post("east_police")).complete
    tasks["home"].refresh_from_db()
    assert tasks["home"].state == Task.State.CANCELLED
    services.complete_task(tasks["watch"], FINISH, by=cast.post("east_civil_affairs"))
    case.refresh_from_db()
    assert case.state == "assessed"


def test_a_signature_that_is_taken_back_is_waited_for_again(cast, version, story):
    case = story.report()
    tasks, _draft = filled(case, cast)
    sign(tasks["home"], cast.post("east_township"))
    services.reopen_section(tasks["home"], by=cast.post("east_township"))
    assert not sign(tasks["safety"], cast.post("east_police")).complete
    assert sign(tasks["home"], cast.post("east_township")).complete


def test_a_case_that_began_with_a_way_for_each_ends_so_or_goes_over_with_its_signatures(cast, version, story):
    """Both the old version and the new one run, and the first signature counts in the new one."""
    old = publish(JOINT)
    stays, goes = story.report(), story.report()
    tasks = {case: filled(case, cast)[0] for case in (stays, goes)}
    for each in tasks.values():
        sign(each["home"], cast.post("east_township"))
    new = publish(by_join())
    planned = migrating.plan(old, new, migrating.Counterparts({"assessing": "assessing"}, same_tasks()), [goes])
    assert [one.landing.obstacle for one in planned] == [""]
    move = migrating.ask_to_move(
        old, new, migrating.Counterparts({"assessing": "assessing"}, same_tasks()), by=administrator(cast)
    )
    migrating.move_case(move, goes.pk)
    for case in (stays, goes):
        sign(Task.objects.get(pk=tasks[case]["safety"].pk), cast.post("east_police"))
    found = {case.pk: (case.state, case.version_id) for case in Case.objects.all()}
    assert found == {stays.pk: ("assessed", old.pk), goes.pk: ("assessed", new.pk)}


def same_tasks():
    return {f"{section}_part": f"{section}_part" for section in ("safety", "home")}


def test_a_scenario_plays_it():
    case = begin_case(by_join(WATCH), Scenario(title="-"))
    for task in ("safety_part", "watch", "home_part"):
        assert case.state == "assessing"
        case.take(ScenarioStep(task=task))
    assert case.state == "assessed"


@pytest.mark.parametrize(
    "join",
    [{"needs": "any"}, {"needs": "all", "veto": True}, {"needs": "all", "favour": {"formula": "${answers.x} = 1"}}],
)
def test_part_of_a_form_is_never_enough(join):
    raw = by_join().model_dump(mode="json")
    raw["states"][0]["join"] = join
    assert "join_of_sections" in codes(WorkflowSchema.model_validate(raw))


def test_a_section_that_no_task_fills_in_is_a_problem():
    assert codes(by_join()) == set()
    raw = by_join().model_dump(mode="json")
    raw["states"][0]["tasks"] = raw["states"][0]["tasks"][:1]
    assert "section_unfilled" in codes(WorkflowSchema.model_validate(raw))


def codes(schema):
    known = {form.key: form for form in (*FORMS.values(), ASSESSMENT)}
    return {one.code for one in check_workflow(schema, forms=known, effect_problem=lambda _call, _forms: "")}
