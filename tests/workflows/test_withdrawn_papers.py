"""What was handed in with a step that is taken back: kept, said to be withdrawn, counted nowhere, gone on with."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from forms import builder as form_builder
from forms import files
from forms import services as forms
from forms.models import Draft, Form
from forms.schema import FormSchema
from portal.access.models import Access
from tests.forms.wizard.browser import picture
from tests.workflows.definitions import FORMS, RESPONSE, WORKFLOW, words
from tests.workflows.joint import ASSESSMENT, JOINT, question
from workflows import builder, services
from workflows.effects.pages import _member
from workflows.effects.pdf import NothingToPrint, _submission
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.models import Case, EffectRun
from workflows.prefill import initial_answers
from workflows.schema import WorkflowSchema

LETTER = SimpleNamespace(form="small_response")
REMARK = {"title": words("已安置", "Placed"), "shown_when": {"formula": "${small_response.result} = 'handled'"}}


def remarking() -> WorkflowSchema:
    """The small workflow, in which a paper that was withdrawn would be remarked on and prefilled from."""
    said = WORKFLOW.model_dump(mode="json")
    task = next(task for state in said["states"] for task in state["tasks"] if task["key"] == "respond")
    task |= {"remarks": [REMARK], "prefill": {"result": "small_response.result"}}
    return WorkflowSchema.model_validate(said)


def with_photos() -> FormSchema:
    raw = RESPONSE.model_dump(mode="json")
    raw["steps"][0]["items"] += [
        question("traces", "photos", sensitivity="sensitive"),
        question("informant", sensitivity="reporter"),
    ]
    return FormSchema.model_validate(raw)


@pytest.fixture
def version(cast):
    for form in (FORMS["small_report"], with_photos()):
        forms.publish(form_builder.save_definition(form, by=None), by=None)
    return services.publish(builder.save_definition(remarking(), by=None), by=None)


@pytest.fixture
def taken_back(cast, story):
    """The police notified the township by mistake, with a picture, and took it back."""
    case = story.report()
    task = story.accept(case)
    draft = story.draft(task, found="已安置在外婆家", informant="邻居老李")
    files.store(draft, "traces", SimpleUploadedFile("现场.jpg", picture().read(), "image/jpeg"))
    services.complete_task(task, "notify", by=cast.post("east_police"), draft=draft)
    return services.take_back(Case.objects.get(), by=cast.post("east_police"))


def test_it_counts_for_no_rule_letter_page_remark_or_form(cast, taken_back, client):
    member = taken_back.case_submissions.get(withdrawn=True)
    assert "small_response" not in services.clear_answers(taken_back)
    run = EffectRun(case=taken_back, event_sequence=taken_back.events.get(kind="opened").sequence)
    assert _member(run, "small_response") is None
    with pytest.raises(NothingToPrint):
        _submission(run, "small_response", LETTER)
    task = taken_back.tasks.open().get()
    schema = Form.objects.get(key="small_response").current_version.schema
    assert "result" not in initial_answers(task, schema, by=cast.post("east_police")).answers
    client.force_login(cast.east_police)
    assert "已安置</span>" not in client.get(reverse("desk:task", args=[task.pk])).content.decode()
    member.withdrawn = False
    member.save()
    # And it would: this test can fail.
    assert services.clear_answers(taken_back)["small_response"] == {"result": "handled"}
    assert _submission(run, "small_response", LETTER) == member.submission
    assert initial_answers(task, schema, by=cast.post("east_police")).answers["result"] == "handled"
    assert "已安置</span>" in client.get(reverse("desk:task", args=[task.pk])).content.decode()


def test_it_stays_in_the_case_and_is_said_to_be_withdrawn(cast, taken_back, client):
    client.force_login(cast.east_police)
    case = client.get(reverse("desk:case", args=[taken_back.pk])).content.decode()
    paper = taken_back.case_submissions.get(withdrawn=True).submission
    assert paper.number in case
    assert "已撤回</span>" in case
    assert "连同所提交的内容" in case
    shown = client.get(reverse("desk:submission", args=[taken_back.pk, paper.pk])).content.decode()
    assert "已安置在外婆家" in shown
    assert "已撤回" in shown
    assert broken_links(taken_back) == []


def test_its_writer_goes_on_with_all_that_was_typed_and_reads_that_on_record(cast, taken_back, client):
    task = taken_back.tasks.open().get()
    draft = Draft.objects.open().get(occasion=services.occasion_of(task.pk))
    assert draft.answers == {"result": "handled", "found": "已安置在外婆家", "informant": "邻居老李"}
    old = taken_back.case_submissions.get(withdrawn=True).submission
    copy, kept = draft.files.get(), old.files.get(field_key="traces")
    assert files.content_of(copy) == files.content_of(kept)
    assert (copy.path, copy.data_key) != (kept.path, kept.data_key)
    assert Access.objects.filter(object_id=str(old.pk), action="read").exists()
    client.force_login(cast.east_police)
    page = client.get(reverse("desk:form_start", args=[task.pk]), follow=True)
    assert "已安置在外婆家" in page.content.decode()
    again = services.complete_task(task, "notify", by=cast.post("east_police"), draft=draft)
    assert again.state == "notified"
    assert services.clear_answers(again)["small_response"] == {"result": "handled"}
    assert again.case_submissions.filter(withdrawn=False).count() == 2


def test_a_second_paper_that_is_withdrawn_leaves_the_first_one_standing(cast, story, version):
    case = story.report()
    story.notify(case)
    services.complete_task(story.task(case, "watch"), "back", by=cast.post("east_civil_affairs"))
    task = story.accept(case)
    draft = story.draft(task, result="false")
    services.complete_task(task, "refuse", by=cast.post("east_police"), draft=draft)
    case = services.take_back(Case.objects.get(), by=cast.post("east_police"))
    assert services.clear_answers(case)["small_response"] == {"result": "handled"}
    assert services.clear_answers(case)["before"] == {}


def sections_after_a_step() -> WorkflowSchema:
    raw = JOINT.model_dump(mode="json")
    raw["key"], raw["states"][0]["kind"] = "small_protection", "work"
    take = {"key": "take", "title": words("受理", "Take"), "relation": "police"}
    raw["states"].insert(0, {"key": "reported", "title": words("报告", "New"), "kind": "start", "tasks": [take]})
    way = {"key": "accept", "title": words("受理", "Accept"), "source": "reported", "target": "assessing"}
    raw["transitions"].insert(0, way | {"task": "take"})
    return WorkflowSchema.model_validate(raw)


def test_whoever_has_begun_a_part_that_offices_share_is_somebody(cast, story):
    forms.publish(form_builder.save_definition(ASSESSMENT, by=None), by=None)
    services.publish(builder.save_definition(sections_after_a_step(), by=None), by=None)
    case = story.report()
    services.complete_task(story.task(case, "take"), "accept", by=cast.post("east_police"))
    form = Form.objects.get(key="joint_assessment").current_version
    known = initial_answers(story.task(case, "safety_part"), form.schema, by=cast.post("east_police"))
    part = story.task(case, "home_part")
    draft = services.start_sections(part, form, by=cast.post("east_township"), known=known)
    forms.save_step(draft, "family", {"income": 3000})
    with pytest.raises(NotPossible) as refusal:
        services.take_back(Case.objects.get(), by=cast.post("east_police"))
    assert refusal.value.code == "accepted"


def test_whoever_has_a_part_open_is_somebody_before_anything_is_saved(cast, story):
    forms.publish(form_builder.save_definition(ASSESSMENT, by=None), by=None)
    services.publish(builder.save_definition(sections_after_a_step(), by=None), by=None)
    case = story.report()
    services.complete_task(story.task(case, "take"), "accept", by=cast.post("east_police"))
    form = Form.objects.get(key="joint_assessment").current_version
    part, township = story.task(case, "home_part"), cast.post("east_township")
    draft = services.start_sections(part, form, by=township, known=initial_answers(part, form.schema, by=township))
    Draft.objects.filter(pk=draft.pk).update(changed_at=timezone.now())
    assert services.taking_back.last_step(Case.objects.get(), cast.post("east_police"), timezone.now()).against is None
    draft.presences.create(post=township, section="home")
    with pytest.raises(NotPossible) as refusal:
        services.take_back(Case.objects.get(), by=cast.post("east_police"))
    assert refusal.value.code == "accepted"
