"""What happens later than its step: once, at its moment, or not at all and then with a reason."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from portal.calendar.importing import import_year
from portal.directory.models import User
from portal.jobs import runner
from portal.jobs.models import Job
from portal.notices.models import Notice
from portal.privacy import sealing
from tests.workflows.later import later, published, with_later
from tests.workflows.moving import administrator
from tests.workflows.test_beside import BESIDE
from tests.workflows.test_deadlines import at, clock
from workflows import builder, services
from workflows.engine import NotPossible
from workflows.job_handlers import run_effect
from workflows.mapping import suggested
from workflows.models import Case, EffectRun, RestReason
from workflows.publishable import problems_in
from workflows.schema import WorkflowSchema
from workflows.services import migrating
from workflows.services.resting import go_on_with_rested

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
MOVED, TAKEN_BACK = EffectRun.Skipped.MOVED, EffectRun.Skipped.TAKEN_BACK
MERGED, ERASED = EffectRun.Skipped.MERGED, EffectRun.Skipped.ERASED


@pytest.fixture
def work(clock):
    """A worker that hears a ring for everything, whether it is time or not."""

    def look(moment):
        clock(moment)
        for job in Job.objects.exclude(state__in=[Job.State.DONE, Job.State.DEAD]):
            runner.run(str(job.pk))

    return look


@pytest.fixture
def planned(story, clock, version):
    """The police have taken a case on; civil affairs are to hear of it three days later, unless it has moved on."""
    published(with_later(later(days=3, unless_moved=True)))
    clock(at(10, 10, 11))
    case = story.report(danger_now="no")
    clock(at(10, 10, 12))
    story.accept(case)
    return case


def run_of(case):
    return EffectRun.objects.exclude(planned_for=None).get(case=case)


def told():
    return set(Notice.objects.filter(key__startswith="effect:").values_list("user__username", flat=True))


def parties(case):
    return set(case.parties.values_list("relation", flat=True))


def test_it_happens_once_at_its_moment_and_who_is_told_is_part_of_the_case_from_then_on(planned, work):
    assert run_of(planned).planned_for == at(10, 13, 12)
    work(at(10, 13, 11, 59))
    assert run_of(planned).done_at is None
    assert told() == {"east_police", "east_police_leader"}
    assert "civil_affairs" not in parties(planned)
    work(at(10, 13, 12))
    assert run_of(planned).done_at == at(10, 13, 12)
    assert told() > {"east_police", "east_police_leader"}
    assert "civil_affairs" in parties(planned)
    before = Notice.objects.count()
    assert run_effect(effect_run=run_of(planned).pk) is None
    assert Notice.objects.count() == before


def test_two_workers_at_its_moment_do_it_once(planned, clock):
    clock(at(10, 13, 12))
    endings = [run_effect(effect_run=run_of(planned).pk) for _worker in range(2)]
    for ending in endings:
        ending()
    others = Notice.objects.exclude(user__username__startswith="east_police")
    assert others.count() == others.values("user").distinct().count() == 1


def test_it_is_dropped_with_a_reason_when_the_case_has_moved_on(story, cast, planned, work):
    task = story.task(planned, "respond")
    services.complete_task(task, "notify", by=cast.post("east_police"), draft=story.draft(task))
    Notice.objects.all().delete()
    before = parties(planned)
    work(at(10, 14))
    assert run_of(planned).skipped == MOVED
    assert not [name for name in told() if "civil" in name]
    assert parties(planned) == before


def test_without_saying_so_it_happens_wherever_the_case_is(story, cast, version, clock, work):
    published(with_later(later(minutes=90)))
    clock(at(10, 10, 12))
    case = story.report(danger_now="no")
    task = story.accept(case)
    services.complete_task(task, "refuse", by=cast.post("east_police"), draft=story.draft(task, result="false"))
    work(at(10, 10, 13, 30))
    assert Case.objects.get(pk=case.pk).is_closed
    assert (run_of(case).skipped, run_of(case).done_at) == ("", at(10, 10, 13, 30))
    assert not case.parties.filter(is_open=True).exists()


def test_working_days_pass_over_the_holidays(story, clock, version):
    import_year(2026)
    published(with_later(later(days=3, working=True)))
    case = story.report(danger_now="no")
    story.accept(case)
    assert run_of(case).planned_for == at(10, 10, 17, 30)


def test_a_step_that_is_taken_back_takes_what_it_planned_with_it(story, cast, planned, work):
    services.take_back(planned, by=cast.post("east_police"))
    assert run_of(planned).skipped == TAKEN_BACK
    work(at(10, 14))
    assert "civil_affairs" not in parties(planned)


def test_what_has_not_gone_out_yet_keeps_no_step_from_being_taken_back(story, cast, planned, clock):
    EffectRun.objects.filter(pk=run_of(planned).pk).update(type="webhook")
    clock(at(10, 13, 12))
    with pytest.raises(NotPossible) as refused:
        services.take_back(planned, by=cast.post("east_police"))
    assert refused.value.code == "went_out"
    clock(at(10, 10, 12, 5))
    assert services.take_back(planned, by=cast.post("east_police")).state == "reported"


def test_a_step_after_it_that_is_taken_back_brings_it_back(story, cast, planned, work, clock):
    task = story.task(planned, "respond")
    clock(at(10, 13, 11))
    services.complete_task(task, "notify", by=cast.post("east_police"), draft=story.draft(task))
    work(at(10, 13, 12))
    assert run_of(planned).skipped == MOVED
    services.take_back(planned, by=cast.post("east_police"))
    assert (run_of(planned).skipped, run_of(planned).done_at) == ("", None)
    work(at(10, 13, 12, 1))
    assert run_of(planned).done_at == at(10, 13, 12, 1)
    assert "civil_affairs" in parties(planned)


@pytest.mark.parametrize("by_hand", [True, False])
def test_while_the_case_rests_it_waits_and_happens_once_when_the_case_goes_on(cast, planned, work, clock, by_hand):
    leader = cast.post("east_police_leader")
    services.suspend_case(planned, reason=RestReason.COURT, until=at(10, 20).date(), by=leader)
    work(at(10, 15))
    assert (run_of(planned).done_at, run_of(planned).skipped) == (None, "")
    clock(at(10, 20, 1))
    if by_hand:
        services.go_on_with_case(planned, by=leader)
    else:
        go_on_with_rested(at(10, 20, 1))
    work(at(10, 20, 1))
    assert run_of(planned).done_at == at(10, 20, 1)


def test_a_way_beside_the_tasks_ends_a_rest_and_what_waited_is_looked_at(story, cast, clock, version, work):
    raw = BESIDE.model_dump(mode="json")
    raw["transitions"][0]["effects"] = [later(days=3, unless_moved=True)]
    published(WorkflowSchema.model_validate(raw))
    clock(at(10, 10, 12))
    case = story.report(danger_now="no")
    story.accept(case)
    leader = cast.post("east_police_leader")
    services.suspend_case(case, reason=RestReason.COURT, until=at(10, 20).date(), by=leader)
    work(at(10, 15))
    services.take_way(case, "stop", reason="died", by=leader)
    work(at(10, 15, 1))
    assert run_of(case).skipped == MOVED


def test_of_a_case_that_became_part_of_another_it_is_dropped_and_comes_back_when_they_part(
    story, cast, planned, work, clock
):
    leader, into = cast.post("east_police_leader"), story.report(danger_now="no")
    clock(at(10, 13, 11))
    services.merge_case(planned, into, by=leader)
    work(at(10, 13, 12))
    assert run_of(planned).skipped == MERGED
    services.part_case(Case.objects.get(pk=planned.pk), by=leader)
    work(at(10, 13, 12, 1))
    assert (run_of(planned).skipped, run_of(planned).done_at) == ("", at(10, 13, 12, 1))


def test_after_erasing_nothing_that_was_planned_happens(planned, work):
    sealing.erase(planned.opening_submission.data_key)
    work(at(10, 13, 12))
    assert run_of(planned).skipped == ERASED


def test_it_goes_over_to_a_newer_version_with_its_case(cast, planned, work, run_jobs):
    old = planned.version
    raw = WORKFLOW_WITHOUT_NAME | {"key": old.schema.key}
    target = published(WorkflowSchema.model_validate(raw))
    run_jobs("workflows.effect")
    counterparts = suggested(old.schema, target.schema)
    move = migrating.ask_to_move(old, target, counterparts, by=administrator(cast))
    run_jobs(migrating.MOVE)
    assert move.cases.get().refused == ""
    work(at(10, 13, 12))
    assert "civil_affairs" in parties(planned)


WORKFLOW_WITHOUT_NAME = with_later().model_dump(mode="json")


def test_it_can_be_tried_again_when_it_failed_and_has_one_button(planned, work, cast, client):
    clock_at = at(10, 13, 12)
    Job.objects.filter(key=run_of(planned).job_key).update(state=Job.State.DEAD)
    work(clock_at)
    assert services.retry_effect(run_of(planned), by=cast.post("east_police"))
    work(clock_at)
    assert run_of(planned).done_at == clock_at


def page(client, user, case):
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client.get(reverse("desk:case", args=[case.pk])).content.decode()


def test_the_page_of_the_case_says_for_when_and_why_not(planned, cast, client, work, story):
    user = User.objects.get(username="east_police")
    assert "planned for" in page(client, user, planned)
    services.take_back(planned, by=cast.post("east_police"))
    assert "not done because the step was taken back" in page(client, user, planned)


def test_of_what_the_report_itself_planned_the_page_says_the_day_only(story, clock, version, client):
    raw = with_later().model_dump(mode="json")
    raw["opening_effects"] = [later(minutes=60 * 48)]
    published(WorkflowSchema.model_validate(raw))
    clock(at(10, 10, 12, 34))
    case = story.report(danger_now="no")
    shown = page(client, User.objects.get(username="east_police_leader"), case)
    planned = shown.split("planned for")[1].split("<")[0]
    assert "12" in planned
    assert ":34" not in planned


def test_a_case_without_plans_asks_the_database_no_more_than_before(story, version, clock):
    case = story.report(danger_now="no")
    with CaptureQueriesContext(connection) as asked:
        story.accept(case)
    assert not [query for query in asked if "calendar_" in query["sql"]]


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        (later(days=1), None),
        (later({"type": "pdf", "settings": {"template": "notify_township", "form": "small_report"}}, days=1), "pdf"),
        (later({"type": "update_page", "settings": {"page": "activity", "status": "cancelled"}}, days=1), "page"),
        (
            later(
                {"type": "update_page", "settings": {"page": "activity", "status": "cancelled"}},
                days=1,
                unless_moved=True,
            ),
            None,
        ),
    ],
)
def test_what_cannot_wait_is_not_published(version, effect, code):
    with translation.override("en"):
        found = [str(problem) for problem in problems_in(with_later(effect)) if problem.code == "effect_wrong"]
    said = {"pdf": "it cannot be made later", "page": "left as it is"}
    assert [said[code] in problem for problem in found] == ([True] if code else [])


@pytest.mark.parametrize(
    "how",
    [
        {"days": 3, "working": True, "unless_moved": True},
        {"minutes": 30},
        {"days": 1},
        {"minutes": 5, "working": True},
    ],
)
@pytest.mark.parametrize("said", [{"relation": "police"}, {"relation": "police", "loud": True}])
def test_the_editor_loses_nothing_of_it(how, said):
    schema = with_later(later({"type": "notify", "settings": said}, **how), later({"type": "pdf"}, **how))
    assert builder.schema_of(builder.save_definition(schema, by=None)) == schema
