"""What the case knows goes into the parts of the offices that may read it, each when that office begins."""

import pytest
from django.test import Client

from forms import builder as form_builder
from forms import services as forms
from forms.schema import FormSchema
from tests.workflows.definitions import FORMS
from tests.workflows.joint import ASSESSMENT, JOINT, question
from workflows import builder, services


def asking_for_the_name() -> FormSchema:
    raw = ASSESSMENT.model_dump(mode="json")
    for step, key in zip(raw["steps"], ("named_by_police", "named_by_township"), strict=True):
        step["items"].append(question(key, sensitivity="personal", prefill="case.small_report.child_name"))
        step["items"].append(question(f"{key}_office", prefill="profile.organisation"))
    return FormSchema.model_validate(raw)


@pytest.fixture
def version(cast):
    for form in (*FORMS.values(), asking_for_the_name()):
        forms.publish(form_builder.save_definition(form, by=None), by=None)
    return services.publish(builder.save_definition(JOINT, by=None), by=None)


@pytest.fixture
def tasks(story):
    return {task.type.section: task for task in story.report(child_name="林小雨").tasks.all()}


def begin(task, post):
    browser = Client()
    browser.force_login(post.user)
    return browser.post(f"/desk/tasks/{task.pk}/start-form/")


def test_whoever_begins_puts_nothing_into_another_offices_part(cast, tasks):
    begin(tasks["safety"], cast.post("east_police"))

    draft = services.draft_of_sections(tasks["home"])
    assert draft.answers["named_by_police"] == "林小雨"
    assert not {"named_by_township", "named_by_township_office"} & set(draft.answers)


def test_each_office_finds_what_it_may_know_also_when_another_began(cast, tasks):
    begin(tasks["safety"], cast.post("east_police"))
    begin(tasks["home"], cast.post("east_township"))

    draft = services.draft_of_sections(tasks["home"])
    assert "named_by_township" not in draft.answers
    offices = [str(cast.post(who).organisation) for who in ("east_police", "east_township")]
    assert [draft.answers[f"named_by_{who}_office"] for who in ("police", "township")] == offices


def test_what_an_office_has_answered_is_not_filled_in_again(cast, tasks):
    begin(tasks["safety"], cast.post("east_police"))
    draft = services.draft_of_sections(tasks["safety"])
    forms.save_step(draft, "safe", {"named_by_police": None, "risk": True})

    begin(tasks["safety"], cast.post("east_police"))

    assert "named_by_police" not in services.draft_of_sections(tasks["safety"]).answers
