"""Running cases go over to a newer version, and back within a day if nothing has happened since."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from portal.access.refusal import Refused
from portal.jobs.models import Job
from tests.workflows.definitions import WORKFLOW, words
from tests.workflows.moving import RENAMED, administrator, newer
from workflows import events, services
from workflows.desk.timeline import history, timeline
from workflows.mapping import Counterparts, suggested
from workflows.models import Case, CaseMove, MovedCase, Task
from workflows.services import migrating


@pytest.fixture
def moved(cast, version, run_jobs):
    """Have all cases of the first version taken over; gives the move, done."""

    def move(target, counterparts=RENAMED):
        run_jobs("workflows.effect")
        asked = migrating.ask_to_move(version, target, counterparts, by=administrator(cast))
        run_jobs(migrating.MOVE)
        return CaseMove.objects.get(pk=asked.pk)

    return move


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_a_case_stands_in_the_counterpart_of_its_state_with_its_tasks(story, moved, cast):
    case = story.report()
    task = story.accept(case)
    due = task.due_at
    target = newer()
    move = moved(target)
    case, task = fresh(case), Task.objects.get(pk=task.pk)
    assert (case.version, case.state) == (target, "dealing")
    assert (task.key, task.assignee, task.due_at) == ("deal", cast.post("east_police"), due)
    assert events.broken_links(case) == []
    event = case.events.get(kind="migrated")
    assert event.detail == {"from": "1", "to": "2", "state_before": "handling", "state": "dealing"}
    assert event.post == move.post
    assert move.finished_at is not None


def test_work_goes_on_in_the_new_version(story, moved, cast):
    case = story.report()
    task = story.accept(case)
    moved(newer())
    task = Task.objects.get(pk=task.pk)
    services.complete_task(task, "notify", by=cast.post("east_police"), draft=story.draft(task))
    assert fresh(case).state == "notified"


def test_the_history_still_speaks_of_what_the_old_version_called_it(story, moved, cast):
    case = story.report()
    story.accept(case)
    moved(newer())
    case = fresh(case)
    with translation.override("en"):
        shown = timeline(case, history(case), reader=cast.post("east_police"), knows_reporter=True)
    assert "version 2" in shown[0].title
    assert "Being dealt with" in shown[0].title
    assert "Being handled" in shown[1].title
    assert [task.type.key for task in case.tasks.done()] == ["take"]


def test_closed_cases_stay(story, moved, cast):
    case = story.report()
    services.complete_task(story.notify(case), "sign", by=cast.post("east_township"))
    moved(newer())
    assert fresh(case).version.number == 1
    assert not MovedCase.objects.exists()


@pytest.mark.parametrize(
    ("counterparts", "obstacle"),
    [
        (Counterparts({"handling": ""}, {"respond": "deal"}), "state_gone"),
        (Counterparts({"handling": "refused"}, {"respond": "deal"}), "state_gone"),
        (Counterparts({"handling": "dealing"}, {"respond": ""}), "task_gone"),
        (Counterparts({"handling": "reported"}, {"respond": "take"}), "other_holder"),
    ],
)
def test_a_case_without_counterpart_stays_and_says_why(story, moved, counterparts, obstacle):
    case = story.report()
    task = story.accept(case)
    move = moved(newer(), counterparts)
    assert move.cases.get().refused == obstacle
    assert (fresh(case).state, Task.objects.get(pk=task.pk).key) == ("handling", "respond")
    assert not case.events.filter(kind="migrated").exists()


def test_a_task_that_is_never_for_who_reported_in_the_new_version_does_not_stay_with_them(story, moved):
    case = story.report()

    def never_the_filer(raw):
        next(one for one in raw["relations"] if one["key"] == "police")["not_filer"] = True

    move = moved(newer(never_the_filer))
    assert move.cases.get().refused == "other_holder"
    assert fresh(case).version.number == 1


def test_a_form_that_was_begun_and_is_not_asked_for_any_more_keeps_the_case(story, moved):
    case = story.report()
    story.draft(story.accept(case))

    def without_form(raw):
        raw["states"][1]["tasks"][0]["form"] = ""
        for way in raw["transitions"]:
            way["guard"] = None

    move = moved(newer(without_form))
    assert move.cases.get().refused == "other_form"
    assert fresh(case).version.number == 1


def test_what_is_still_being_caused_keeps_the_case(story, cast, version):
    case = story.report()
    found = migrating.plan(version, newer(), RENAMED, [case])[0]
    assert found.landing.obstacle == "effect_waits"


def with_watch(raw):
    """Somebody of civil affairs has a task beside the police."""
    task = {"key": "guard", "title": words("看护", "Guard"), "relation": "civil_affairs", "deadline": {"days": 2}}
    way = {"key": "guarded", "title": words("好", "Fine"), "source": "dealing", "target": "notified", "task": "guard"}
    raw["states"][1]["tasks"].append(task)
    raw["transitions"].append(way)


def test_a_task_that_is_new_in_the_state_is_opened(story, moved):
    case = story.report()
    story.accept(case)
    move = moved(newer(with_watch))
    opened = case.tasks.open().get(key="guard")
    assert opened.organisation is not None
    assert opened.deadline.next_at is not None
    assert move.cases.get().opened == [str(opened.pk)]


def test_an_office_that_came_in_by_a_move_has_no_part_after_it_was_taken_back(story, moved, cast, run_jobs):
    case = story.report()
    story.accept(case)
    before = set(case.parties.values_list("organisation", "relation"))
    move = moved(newer(with_watch))
    assert set(case.parties.values_list("organisation", "relation")) >= before
    migrating.ask_to_move_back(move, by=administrator(cast))
    run_jobs(migrating.MOVE_BACK)
    assert move.cases.get().joined
    assert set(case.parties.values_list("organisation", "relation")) == before


def test_a_reminder_that_was_sent_is_not_sent_again_under_another_ladder(story, moved):
    case = story.report()
    task = story.accept(case)
    past = timezone.now() - timedelta(days=3)
    Task.objects.filter(pk=task.pk).update(due_at=past)

    def other_ladder(raw):
        ladder = [{"tell": ["leader"], "mark": "red"}, {"days": 30, "tell": ["above"]}]
        raw["states"][1]["tasks"][0]["deadline"] = {"minutes": 1440, "ladder": ladder}

    moved(newer(other_ladder))
    row = Task.objects.get(pk=task.pk).deadline
    assert list(row.climbed.filter(round=row.round).values_list("number", flat=True)) == [0]
    assert row.next_at == past + timedelta(days=30)
    assert Task.objects.get(pk=task.pk).due_at == past


def test_a_deadline_that_is_new_begins_now_and_is_said(story, moved):
    case = story.report()
    services.complete_task(story.accept(case), "notify", by=story.cast.post("east_police"), draft=_draft(story, case))

    def with_deadline(raw):
        raw["states"][2]["tasks"][0]["deadline"] = {"days": 2}

    moved(newer(with_deadline))
    assert case.tasks.open().get(key="sign").due_at > timezone.now()
    assert case.events.filter(kind="deadline_began").count() == 1


def test_it_is_taken_back_as_it_was(story, moved, cast, run_jobs):
    case = story.report()
    task = story.accept(case)
    move = moved(newer())
    migrating.ask_to_move_back(move, by=administrator(cast))
    run_jobs(migrating.MOVE_BACK)
    case, task = fresh(case), Task.objects.get(pk=task.pk)
    assert (case.version.number, case.state, task.key, task.relation) == (1, "handling", "respond", "officer")
    assert events.broken_links(case) == []
    assert case.events.filter(kind="migration_reversed").count() == 1
    assert CaseMove.objects.get().reversal_finished_at is not None
    services.complete_task(task, "notify", by=cast.post("east_police"), draft=story.draft(task))


def test_a_case_that_somebody_worked_on_since_is_not_taken_back(story, moved, cast, run_jobs):
    still, busy = story.report(), story.report()
    story.accept(still)
    move = moved(newer())
    services.complete_task(story.task(busy, "take"), "accept", by=cast.post("east_police"))
    migrating.ask_to_move_back(move, by=administrator(cast))
    run_jobs(migrating.MOVE_BACK)
    assert (fresh(still).version.number, fresh(busy).version.number) == (1, 2)
    assert move.cases.get(case=busy).stayed == "went_on"


def test_after_a_day_and_a_second_time_it_is_too_late(story, moved, cast):
    story.report()
    move = moved(newer())
    CaseMove.objects.update(made_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Refused):
        migrating.ask_to_move_back(move, by=administrator(cast))
    CaseMove.objects.update(made_at=timezone.now())
    migrating.ask_to_move_back(move, by=administrator(cast))
    with pytest.raises(Refused):
        migrating.ask_to_move_back(move, by=administrator(cast))


def test_who_may_not_publish_moves_nothing_and_never_to_an_older_version(story, cast, version):
    target = newer()
    with pytest.raises(Refused):
        migrating.ask_to_move(version, target, RENAMED, by=cast.east_police_leader)
    with pytest.raises(Refused):
        migrating.ask_to_move(target, version, RENAMED, by=administrator(cast))
    assert not Job.objects.filter(kind=migrating.MOVE).exists()


def test_two_decisions_about_one_version_wait_for_each_other(story, cast, version):
    target = newer()
    migrating.ask_to_move(version, target, RENAMED, by=administrator(cast))
    with pytest.raises(Refused):
        migrating.ask_to_move(version, target, RENAMED, by=administrator(cast))


def test_a_job_that_is_stopped_goes_on_where_it_was(story, moved, cast, version, run_jobs, monkeypatch):
    cases = [story.report() for _number in range(3)]
    run_jobs("workflows.effect")
    monkeypatch.setattr("workflows.job_handlers.SECONDS", -1.0)
    target = newer()
    move = migrating.ask_to_move(version, target, RENAMED, by=administrator(cast))
    migrating.move_case(move, min(case.pk for case in cases))
    run_jobs(migrating.MOVE)
    assert CaseMove.objects.get().finished_at is None
    monkeypatch.setattr("workflows.job_handlers.SECONDS", 45.0)
    run_jobs(migrating.MOVE)
    assert {fresh(case).version for case in cases} == {target}
    assert all(case.events.filter(kind="migrated").count() == 1 for case in cases)
    job = Job.objects.filter(kind=migrating.MOVE).order_by("made_at").last()
    assert (job.progress, job.total) == (3, 3)


def test_one_case_that_fails_keeps_no_other(story, moved, monkeypatch):
    broken, fine = sorted((story.report(), story.report()), key=lambda case: case.pk)
    landing = migrating._land

    def break_one(moved_case, *rest, **more):
        if moved_case.case_id == broken.pk:
            raise RuntimeError
        landing(moved_case, *rest, **more)

    monkeypatch.setattr(migrating, "_land", break_one)
    move = moved(newer())
    assert move.cases.get(case=broken).refused == "failed"
    assert fresh(broken).version.number == 1
    assert fresh(fine).version.number == 2


def test_many_cases_are_judged_with_as_few_questions_as_one(story, version):
    cases = [story.report() for _number in range(3)]
    target = newer()
    counts = []
    for some in (cases[:1], cases):
        with CaptureQueriesContext(connection) as asked:
            migrating.plan(version, target, RENAMED, some)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_counterparts_are_suggested_by_key_and_by_title(version):
    target = newer(lambda raw: raw["states"][1].update(title=WORKFLOW.state("handling").title))
    found = suggested(version.schema, target.schema)
    assert found.states == {
        "reported": "reported", "handling": "dealing", "notified": "notified", "received": "", "refused": "",
    }  # fmt: skip
    assert found.tasks == {"take": "take", "respond": "", "sign": "sign", "watch": "watch"}


def _draft(story, case):
    return story.draft(story.task(case, "respond"))
