"""What transitions cause: done once, in the background, without a word about the case."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from forms.files import content_of, name_of
from forms.models import StoredFile
from forms.schema import FormSchema
from forms.versions.publishing import NotPublishable
from portal import docx, pdf
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.jobs.models import Job
from portal.notices.models import Notice
from tests.workflows.definitions import FORMS, WORKFLOW
from tests.workflows.letters.small import NOTICE, publish_notice
from workflows import builder, services
from workflows.dependents import broken_by
from workflows.effects.base import Effect, Settings
from workflows.effects.registering import EffectRegistry
from workflows.job_handlers import run_effect
from workflows.letters.models import Letter
from workflows.models import EffectRun, ReporterMessage
from workflows.publishable import problems_in
from workflows.schema import WorkflowSchema


def told():
    return {notice.user.username for notice in Notice.objects.all()}


def test_a_report_is_told_to_everybody_at_the_police_of_the_place(story, run_jobs):
    story.report()
    run_jobs("workflows.effect")
    assert told() == {"east_police", "east_police_leader"}


def test_a_notice_says_the_number_and_nothing_else(story, run_jobs):
    case = story.report()
    run_jobs("workflows.effect")
    notice = Notice.objects.first()
    assert notice.words == {"number": case.number}
    assert notice.path == f"/desk/cases/{case.pk}/"
    assert "小明" not in notice.sentence


@pytest.fixture
def own_words(version):
    """The police are told in words of the author."""
    raw = WORKFLOW.model_dump(mode="json")
    raw["opening_effects"][0]["settings"]["words"] = {"zh-hans": "请今天看完 100%。", "en": "Read it today."}
    services.publish(builder.save_definition(WorkflowSchema.model_validate(raw), by=None), by=None)


def test_a_notice_says_what_the_author_wrote_in_the_language_of_the_reader(story, own_words, run_jobs):
    case = story.report(danger_now="no")
    run_jobs("workflows.effect")
    notice = Notice.objects.first()
    assert notice.sentence == f"个案 {case.number}：请今天看完 100%。"
    with translation.override("en"):
        assert notice.sentence == f"Case {case.number}: Read it today."


def test_danger_is_told_in_the_portal_s_words_whatever_the_author_wrote(story, own_words, run_jobs):
    story.report(danger_now="yes")
    run_jobs("workflows.effect")
    assert {notice.template for notice in Notice.objects.all()} == {"urgent_task"}


def test_an_urgent_task_is_announced_as_urgent(story, run_jobs):
    story.report(danger_now="yes")
    run_jobs("workflows.effect")
    assert Notice.objects.first().template == "urgent_task"


def test_the_township_is_told_with_the_notification(story, run_jobs):
    story.notify(story.report())
    run_jobs("workflows.effect")
    assert "east_township" in told()
    assert "west_township" not in told()


def test_an_effect_that_is_delivered_twice_happens_once(story, run_jobs):
    story.report()
    run = EffectRun.objects.get()
    for _delivery in range(2):
        ending = run_effect(effect_run=run.pk)
        if ending:
            ending()
    assert Notice.objects.count() == 2


def test_two_deliveries_at_once_write_once(story):
    story.report()
    run = EffectRun.objects.get()
    endings = [run_effect(effect_run=run.pk) for _delivery in range(2)]
    for ending in endings:
        ending()
    assert Notice.objects.count() == 2


def test_the_reporter_is_told_the_stage(story, run_jobs):
    case = story.report()
    story.notify(case)
    run_jobs("workflows.effect")
    words = [message.words["zh-hans"] for message in ReporterMessage.objects.filter(case=case)]
    assert words == ["已受理", "已处置"]


def test_a_failed_effect_can_be_tried_again_by_a_party_and_by_nobody_else(story, cast):
    story.report()
    run = EffectRun.objects.get()
    assert services.retry_effect(run, by=cast.post("east_police")) is False
    Job.objects.filter(key=run.job_key).update(state=Job.State.DEAD)
    with pytest.raises(Refused):
        services.retry_effect(run, by=cast.post("west_police"))
    assert services.retry_effect(run, by=cast.post("east_police")) is True
    assert Job.objects.get(key=run.job_key).state == Job.State.WAITING


def test_an_effect_is_registered_once():
    class Nothing(Effect[Settings]):
        key = "nothing"
        settings_model = Settings

        def run(self, run, settings):
            return list

    registry = EffectRegistry()
    registry.register(Nothing)
    with pytest.raises(ValueError, match="registered twice"):
        registry.register(Nothing)


# A letter.


@pytest.fixture
def with_letter(cast, version):
    """The small workflow, with a letter made when the township is notified, as PDF and to be written on in."""
    publish_notice()
    workflow = workflow_with({"template": NOTICE, "to": "township", "word": True})
    return services.publish(builder.save_definition(workflow, by=None), by=None)


def workflow_with(settings):
    raw = WORKFLOW.model_dump(mode="json")
    notify = next(way for way in raw["transitions"] if way["key"] == "notify")
    notify["effects"].append({"type": "pdf", "settings": settings})
    raw["readers"][1]["forms"].append("small_response")
    return WorkflowSchema.model_validate(raw)


@pytest.fixture
def printed(monkeypatch):
    """What was given to the press, in place of printing it: printing is tested in tests/pdf."""
    given = []

    def render_html(html):
        given.append(html)
        return b"%PDF-1.7 letter"

    monkeypatch.setattr(pdf, "render_html", render_html)
    return given


def test_a_letter_is_made_of_what_was_handed_in_and_kept_sealed_with_it(story, with_letter, printed, run_jobs):
    case = story.report()
    story.notify(case)
    run_jobs("workflows.effect")
    submission = case.tasks.get(key="respond").submission
    file, word = sorted(StoredFile.objects.filter(field_key=f"letter:{NOTICE}"), key=name_of, reverse=True)
    assert (word.media_type, name_of(word)[-5:]) == (docx.MEDIA_TYPE, ".docx")
    assert file.submission == word.submission == submission
    assert content_of(file) == b"%PDF-1.7 letter"
    assert name_of(file).endswith(f"{submission.number}.pdf")
    assert "已安置" in printed[0]


def test_a_letter_knows_sender_and_addressee_and_never_the_reporter(story, cast, with_letter, printed, run_jobs):
    story.notify(story.report(by="east_teacher"))
    run_jobs("workflows.effect")
    (html,) = printed
    assert f"{cast.post('east_police').organisation.name}致{cast.post('east_township').organisation.name}" in html
    assert "桃源村）" in html
    assert "王老师" not in html


def test_what_is_printed_of_one_effect_is_of_one_version(story, with_letter, printed, run_jobs):
    case = story.report()
    story.notify(case)
    run_jobs("workflows.effect")
    run = case.effect_runs.get(type="pdf")
    second = publish_notice(paper="certificate")
    assert (run.printed_letter.version.number, second.number) == (1, 2)
    run_effect(effect_run=run.pk)
    EffectRun.objects.filter(pk=run.pk).update(done_at=None)
    ending = run_effect(effect_run=run.pk)
    ending()
    assert run.printed_letter.version.number == 1
    assert "certificate" not in "".join(printed)


def test_a_case_that_prints_later_prints_from_the_version_of_then(story, with_letter, printed, run_jobs):
    case = story.report()
    publish_notice(paper="certificate")
    story.notify(case)
    run_jobs("workflows.effect")
    assert case.effect_runs.get(type="pdf").printed_letter.version.number == 2
    assert "certificate.css" in printed[0]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"template": "gone"}, "There is no published letter “gone”"),
        ({"form": "small_report"}, "is written from the form “small_response”"),
        ({"each": "rows"}, "is made once"),
    ],
)
def test_a_workflow_with_a_letter_that_cannot_be_made_is_not_published(version, chosen, said):
    publish_notice()
    with translation.override("en"):
        problems = problems_in(workflow_with({"template": NOTICE, **chosen}))
    assert said in " ".join(map(str, problems))


def test_a_withdrawn_letter_is_named_by_the_check_and_its_step_says_why_it_fails(
    story, cast, with_letter, printed, run_jobs, client
):
    case = story.report()
    Letter.objects.get().unpublish()
    with translation.override("en"):
        problems = problems_in(workflow_with({"template": NOTICE}))
    assert f"The letter “{NOTICE}” is withdrawn" in " ".join(map(str, problems))
    story.notify(case)
    run_jobs("workflows.effect")
    run = case.effect_runs.get(type="pdf")
    assert (run.done_at, printed) == (None, [])
    client.force_login(cast.east_police)
    client.cookies["django_language"] = "en"
    page = reverse("desk:case", args=[case.pk])
    assert "The letter is withdrawn. Ask your administrator" in client.get(page).content.decode()
    Letter.objects.update(live=True)
    assert "The letter is withdrawn" not in client.get(page).content.decode()
    run_effect(effect_run=run.pk)()
    assert len(printed) == 1


def test_a_letter_is_printed_from_a_paper_that_is_restricted(story, with_letter, printed, run_jobs):
    case = story.report()
    story.notify(case)
    case.case_submissions.update(restricted=True)
    run_jobs("workflows.effect")
    assert len(printed) == 1


def test_a_letter_shows_nobody_what_they_may_not_read_in_the_workflow(version):
    publish_notice()
    workflow = workflow_with({"template": NOTICE, "to": "township"})
    assert problems_in(workflow) == []
    readers = [row.model_copy(update={"sensitivities": ("open",)}) for row in workflow.readers]
    (problem,) = problems_in(workflow.model_copy(update={"readers": tuple(readers)}))
    assert (problem.code, problem.place) == ("letter_shows_too_much", "transition notify effect pdf")


def test_reading_for_a_letter_is_on_record(story, with_letter, printed, run_jobs):
    case = story.report()
    story.notify(case)
    run_jobs("workflows.effect")
    reading = Access.objects.get(action="read", purpose__startswith="letter")
    assert case.number in reading.purpose


def test_a_letter_without_anything_to_print_fails_and_leaves_no_file(story, with_letter, printed):
    case = story.report()
    run = EffectRun.objects.create(
        case=case, event_sequence=1, position=7, type="pdf", settings={"template": NOTICE, "form": "other"}
    )
    with pytest.raises(Exception, match="pdf"):
        run_effect(effect_run=run.pk)
    assert not StoredFile.objects.exists()


def test_the_case_is_locked_before_the_effect_as_who_takes_a_step_back_does(story):
    story.report()
    ending = run_effect(effect_run=EffectRun.objects.first().pk)
    with CaptureQueriesContext(connection) as asked:
        ending()
    first, second = [query["sql"] for query in asked][:2]
    assert 'FROM "workflows_case"' in first
    assert 'FROM "workflows_effectrun"' in second


def test_a_letter_that_comes_to_show_more_is_held_up_by_the_workflow_that_sends_it(version):
    publish_notice(blocks=[{"kind": "paragraph", "text": "${sender}致${addressee}"}])
    workflow = workflow_with({"template": NOTICE, "to": "township"})
    readers = tuple(row.model_copy(update={"sensitivities": ("open",)}) for row in workflow.readers)
    services.publish(builder.save_definition(workflow.model_copy(update={"readers": readers}), by=None), by=None)
    with pytest.raises(NotPublishable) as refused, translation.override("en"):
        publish_notice()
    (problem,) = refused.value.problems
    assert (problem.code, "what they may not read here: found" in str(problem)) == ("letter_shows_too_much", True)


def test_a_form_that_protects_an_answer_more_is_held_up_by_the_letter_that_shows_it(version):
    publish_notice()
    workflow = workflow_with({"template": NOTICE, "to": "township"})
    readers = tuple(row.model_copy(update={"sensitivities": ("open", "sensitive")}) for row in workflow.readers)
    services.publish(builder.save_definition(workflow.model_copy(update={"readers": readers}), by=None), by=None)
    raw = FORMS["small_response"].model_dump(mode="json")
    for step in raw["steps"]:
        for item in step["items"]:
            if item["key"] == "found":
                item["sensitivity"] = "personal"
    said = " ".join(str(problem) for problem in broken_by(FormSchema.model_validate(raw)))
    assert str(NOTICE) in said
