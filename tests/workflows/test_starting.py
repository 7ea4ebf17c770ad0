"""A case that another one starts: once, with what may go along, and with the same people shut out."""

from copy import deepcopy
from time import sleep

import pytest
from django.conf import settings
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation

from forms import builder as form_builder
from forms import services as forms
from forms.models import Draft, ReporterIdentity, Submission
from forms.schema import FormSchema
from portal.access.models import Access
from portal.directory.models import User
from portal.jobs.models import Job
from tests.cast import EAST_VILLAGE
from tests.workflows.later import published
from tests.workflows.starting import FIELDS, HELP, HELPING, publish_help, start, with_start
from tests.workflows.test_race import at_once
from workflows import builder, events, policies, services
from workflows.dependents import broken_by
from workflows.engine import NotPossible
from workflows.exchange.bpmn.reading import read
from workflows.exchange.bpmn.writing import write
from workflows.job_handlers import run_effect
from workflows.models import Case, CaseExclusion, CaseLink, EffectRun
from workflows.publishable import problems_in
from workflows.schema import WorkflowSchema
from workflows.services import conflicts

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(version):
    """Both workflows; taking a case of the first one on starts one of the second."""
    publish_help()
    return published(with_start(start()))


@pytest.fixture
def first(story, both):
    """Taken on, and nothing has been done yet of what that causes."""
    case = story.report(by="east_teacher")
    story.accept(case)
    return case


@pytest.fixture
def second(first, run_jobs):
    run_jobs()
    return Case.objects.get(version__workflow__key="helping")


def run_of(case):
    return case.effect_runs.get(type="start_case")


def test_it_is_opened_by_a_paper_with_answers_of_the_first_and_routed_by_place(first, second, cast):
    paper = second.opening_submission
    assert second.number == paper.number
    assert second.area_code == EAST_VILLAGE
    assert paper.open_answers == {"urgent": "yes", "where": EAST_VILLAGE}
    assert paper.unsealed().items() >= {"child": "小明", "situation": "独自在家三天"}.items()
    assert paper.post == cast.post("east_police")
    task = second.tasks.open().get()
    assert (task.key, task.organisation) == ("help", cast.post("east_township").organisation)
    assert (run_of(first).skipped, run_of(first).done_at is None) == ("", False)


def test_who_reported_stays_with_the_first_case(second):
    assert not ReporterIdentity.objects.filter(submission=second.opening_submission).exists()
    assert "王老师" not in str(second.opening_submission.unsealed())
    assert not second.parties.filter(organisation__posts__user__username="east_teacher").exists()


def test_both_are_linked_and_both_logs_say_so(first, second):
    link = CaseLink.objects.get()
    assert (link.case, link.other, link.kind, link.run) == (first, second, "started", run_of(first))
    first.refresh_from_db()
    assert [first.events.last().kind, second.events.last().kind] == ["started", "started_from"]
    assert events.broken_links(first) == events.broken_links(second) == []


def test_the_reading_of_what_is_sealed_is_on_record_with_who_took_the_step(first, second, cast):
    reading = Access.objects.get(action="read", purpose__startswith="start_case")
    assert (reading.post, first.number in reading.purpose) == (cast.post("east_police"), True)


def test_two_workers_start_one_and_a_worker_that_is_late_starts_none(first):
    endings = [run_effect(effect_run=run_of(first).pk) for _worker in range(2)]
    for ending in endings:
        ending()
    assert run_effect(effect_run=run_of(first).pk) is None
    assert Case.objects.filter(version__workflow__key="helping").count() == CaseLink.objects.count() == 1


def test_what_fails_is_undone_whole_and_can_be_tried_again(first, cast, run_jobs):
    raw = HELP.model_dump(mode="json")
    raw["steps"][0]["items"].append(
        {**raw["steps"][0]["items"][4], "key": "more", "required_when": {"formula": "1 = 1"}}
    )
    forms.publish(form_builder.save_definition(FormSchema.model_validate(raw), by=None), by=None)
    before = (Submission.objects.count(), Draft.objects.count())
    run_jobs()
    assert (Submission.objects.count(), Draft.objects.count()) == before
    job = Job.objects.get(key=run_of(first).job_key)
    assert job.error
    Job.objects.filter(pk=job.pk).update(state=Job.State.DEAD)
    forms.publish(form_builder.save_definition(HELP, by=None), by=None)
    assert services.retry_effect(run_of(first), by=cast.post("east_police"))
    run_jobs()
    assert CaseLink.objects.count() == 1


def test_whom_the_first_shuts_out_has_no_part_in_the_second(story, both, cast, run_jobs):
    case = story.report()
    story.accept(case)
    township = cast.post("east_township")
    services.exclude_organisation(case, township.organisation, by=cast.post("east_police"), reason="x")
    run_jobs()
    second = Case.objects.get(version__workflow__key="helping")
    assert second.tasks.open().get().organisation != township.organisation
    assert not second.parties.filter(organisation=township.organisation).exists()
    assert policies.is_shut_out(township, second)
    row = CaseExclusion.objects.get(case=second)
    assert (row.organisation, row.reason) == (township.organisation, "x")
    assert "excluded" in {event.kind for event in second.events.all()}


def test_whom_the_first_shuts_out_afterwards_is_shut_out_of_the_second_too(first, second, cast):
    township = cast.post("east_township")
    assert second.tasks.open().get().organisation == township.organisation
    services.exclude_organisation(first, township.organisation, by=cast.post("east_police"), reason="x")
    assert policies.is_shut_out(township, Case.objects.get(pk=second.pk))
    assert second.tasks.open().get().organisation != township.organisation
    assert events.broken_links(Case.objects.get(pk=second.pk)) == []


def test_whom_a_report_that_becomes_part_of_the_first_shuts_out_is_shut_out_of_the_second_too(
    story, first, second, cast
):
    """Whichever of both goes on, and when the other shut them out before they became one."""
    township, leader = cast.post("east_township"), cast.post("east_police_leader")
    other = story.report()
    services.exclude_organisation(other, township.organisation, by=leader, reason="x")
    services.merge_case(other, first, by=leader)
    assert policies.is_shut_out(township, Case.objects.get(pk=second.pk))
    assert second.tasks.open().get().organisation != township.organisation
    assert events.broken_links(Case.objects.get(pk=second.pk)) == []


@pytest.mark.django_db(transaction=True)
def test_shutting_out_and_linking_what_was_started_at_once_wait_for_each_other_in_one_order(
    story, version, cast, monkeypatch
):
    """Whatever the ids of both: here the one that was started comes first in the order of locks."""
    second, first = sorted((story.report(), story.report()), key=lambda case: case.pk)
    CaseLink.objects.create(case=first, other=second, kind=CaseLink.Kind.STARTED)
    township, leader = cast.post("east_township"), cast.post("east_police_leader")
    found = conflicts.with_those_started

    def slowly(cases):
        sleep(0.8)
        return found(cases)

    monkeypatch.setattr(conflicts, "with_those_started", slowly)

    def link():
        sleep(0.4)
        with pytest.raises(NotPossible):
            services.link_cases(first, second, by=leader)

    results = at_once(
        lambda: services.exclude_organisation(first, township.organisation, by=leader, reason="涉案"), link
    )
    assert not any(isinstance(one, Exception) for one in results), results
    assert all(policies.is_shut_out(township, Case.objects.get(pk=one.pk)) for one in (first, second))


def test_whom_the_second_shuts_out_keeps_a_part_in_the_first(first, second, cast):
    police = cast.post("east_police")
    conflicts.shut_out(second, [police.organisation_id])
    assert not policies.is_shut_out(police, Case.objects.get(pk=first.pk))


def test_each_page_names_the_other_case_to_who_may_see_it_and_to_nobody_else(first, second, client):
    def page(who, case):
        client.force_login(User.objects.get(username=who))
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client.get(reverse("desk:case", args=[case.pk])).content.decode()

    seen = page("east_police_leader", first)
    assert "Another case was started from here" in seen
    assert second.number not in seen
    there = page("east_township", second)
    assert "Started from another case" in there
    assert first.number not in there
    second.parties.create(
        organisation=User.objects.get(username="east_police").acting_post.organisation, relation="police"
    )
    seen, there = page("east_police", first), page("east_police", second)
    assert f"Case {second.number} was started from here" in seen
    assert "started from here" in seen.split('id="linked"')[1]
    assert "this one was started from it" in there.split('id="linked"')[1]


def test_the_step_that_starts_a_case_is_not_taken_back(first, cast):
    with pytest.raises(services.NotPossible) as refused:
        services.take_back(first, by=cast.post("east_police"))
    assert refused.value.code == "went_out"


def test_cases_that_would_start_each_other_end_at_run_time_whatever_was_published(first, second, run_jobs):
    """As if the definitions had been published at the same moment, each before it could see the other."""
    run = EffectRun.objects.create(
        case=second, event_sequence=1, position=9, type="start_case",
        settings={"workflow": "small_protection", "fields": {}},
    )  # fmt: skip
    before = Case.objects.count()
    run_effect(effect_run=run.pk)()
    run.refresh_from_db()
    assert run.skipped == EffectRun.Skipped.CIRCLE
    assert Case.objects.count() == before


def test_a_run_that_started_a_case_is_not_deleted_under_it(first, second):
    with pytest.raises(ProtectedError):
        run_of(first).delete()


# What is found before it is published.


def found(effect, way="accept", **changed):
    schema = with_start(effect, way).model_copy(update=changed)
    with translation.override("en"):
        return [str(problem) for problem in problems_in(schema)]


def without(*keys):
    effect = deepcopy(start())
    for key in keys:
        del effect["settings"]["fields"][key]
    return effect


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (start(), ""),
        (without("situation"), ""),
        (without("child"), "cannot do without “child”"),
        (without("where"), "cannot do without “where”"),
        (start(workflow="nowhere"), "no published workflow “nowhere”"),
        (start(nothing="small_report.facts"), "has no question “nothing”"),
        (start(situation="small_report.nothing"), "is no question of a form"),
        (start(situation="facts"), "is no question of a form"),
        (start(remark="small_report.facts"), "does not fit"),
        (start(child="small_report.facts"), "does not fit"),
        (start(situation="small_report.reporter_name"), "does not fit"),
        (start(child="small_report.danger_now"), "does not fit"),
        (start(situation="small_help.situation"), "No paper of the form “small_help”"),
        (start(situation="small_response.found"), ""),
        (start() | {"later": {"days": 1}}, "it cannot be started later"),
    ],
)
def test_what_would_not_work_is_found_when_the_workflow_is_published(version, effect, said):
    publish_help()
    assert (said in " ".join(found(effect))) if said else found(effect) == []


def test_options_that_the_other_form_does_not_have_are_found(version):
    raw = HELP.model_dump(mode="json")
    del raw["steps"][0]["items"][0]["choices"][1]
    publish_help(FormSchema.model_validate(raw))
    assert "does not fit" in " ".join(found(start()))


def test_where_nobody_takes_the_step_only_open_answers_go_along(version):
    publish_help()
    raw = with_start(start()).model_dump(mode="json")
    raw["opening_effects"] = [start()]
    with translation.override("en"):
        said = " ".join(map(str, problems_in(WorkflowSchema.model_validate(raw))))
    assert "Nobody takes this step" in said


def test_workflows_that_would_start_each_other_are_found(version):
    publish_help()
    published(with_start(start()))
    raw = HELPING.model_dump(mode="json")
    raw["transitions"][0]["effects"] = [
        {
            "type": "start_case",
            "settings": {
                "workflow": "small_protection",
                "fields": {"danger_now": "small_help.urgent", "place": "small_help.where"},
            },
        }
    ]
    with translation.override("en"):
        said = [problem.code for problem in problems_in(WorkflowSchema.model_validate(raw))]
    assert "start_circle" in said
    assert any("without end" in one for one in found(start(workflow="small_protection")))


def test_a_form_that_asks_more_says_which_workflow_starts_cases_with_it(both):
    raw = HELP.model_dump(mode="json")
    raw["steps"][0]["items"].append({**raw["steps"][0]["items"][4], "key": "more", "required": True})
    form = form_builder.save_definition(FormSchema.model_validate(raw), by=None)
    with translation.override("en"):
        said = " ".join(map(str, broken_by(form_builder.schema_of(form))))
    assert "cannot do without “more”" in said


def test_the_editor_and_bpmn_lose_nothing_of_it(both):
    schema = with_start(start())
    assert builder.schema_of(both.workflow) == schema
    assert read(write(schema)).schema == schema
    assert FIELDS.items() <= schema.transitions[0].effects[0].settings["fields"].items()
