"""A case rests as a whole: until a day, or until somebody goes on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.access.refusal import Refused
from tests.workflows.test_beside import BESIDE
from tests.workflows.test_race import at_once
from workflows import builder, services
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.models import Case, CaseRest, PauseReason, RestReason, Task, TaskDeadline
from workflows.services.resting import go_on_with_rested

COURT = RestReason.COURT


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def calm(story, version):
    return story.report(danger_now="no")


@pytest.mark.django_db
def test_all_deadlines_stand_still_and_nothing_is_finished_until_somebody_goes_on(cast, story, calm):
    task, due = story.task(calm, "take"), calm.tasks.get().due_at
    services.suspend_case(calm, reason=COURT, until=in_days(30), by=cast.post("east_police_leader"))
    task.refresh_from_db()
    row = TaskDeadline.objects.get(task=task)
    assert (task.due_at, task.signal, row.next_at) == (None, Task.Signal.PAUSED, None)
    for act in (services.accept_task, lambda task, by: services.complete_task(task, "accept", by=by)):
        with pytest.raises(NotPossible) as refused:
            act(task, by=cast.post("east_police"))
        assert refused.value.code == "resting"
    assert services.sweep() == 0
    services.go_on_with_case(calm, by=cast.post("east_police"))
    services.go_on_with_case(calm, by=cast.post("east_police"))
    task.refresh_from_db()
    assert abs(task.due_at - due) < timedelta(minutes=1)
    assert [event.kind for event in calm.events.all()] == ["opened", "suspended", "gone_on", "deadline_resumed"]
    services.complete_task(task, "accept", by=cast.post("east_police"))
    assert broken_links(Case.objects.get()) == []


@pytest.mark.django_db
def test_it_goes_on_by_itself_on_its_day_and_what_was_paused_before_stays_paused(cast, story, calm):
    leader, task = cast.post("east_police_leader"), story.task(calm, "take")
    services.pause_deadline(task, reason=PauseReason.FAMILY, until=in_days(40), by=leader)
    services.suspend_case(calm, reason=COURT, until=in_days(10), by=leader)
    now = timezone.now() + timedelta(days=11)
    assert go_on_with_rested(now) == 1
    assert go_on_with_rested(now) == 0
    row = TaskDeadline.objects.get(task=task)
    assert (row.pause_reason, timezone.localdate(row.next_at)) == (PauseReason.FAMILY, in_days(40))
    assert not CaseRest.objects.exists()
    services.complete_task(task, "accept", by=cast.post("east_police"))


@pytest.mark.django_db
def test_who_may_not_and_when_it_is_not_possible(cast, story, calm):
    urgent = story.report()
    asked = {"reason": COURT, "until": in_days(10)}
    for case, who, code in (
        (calm, "east_police", "leader_suspends"),
        (urgent, "east_police_leader", "urgent_goes_on"),
        (calm, "west_police", "not_a_party"),
    ):
        with pytest.raises(Refused) as refused:
            services.suspend_case(case, by=cast.post(who), **asked)
        assert refused.value.code == code
    leader = cast.post("east_police_leader")
    for until in (in_days(0), in_days(91)):
        with pytest.raises(NotPossible):
            services.suspend_case(calm, reason=COURT, until=until, by=leader)
    services.suspend_case(calm, by=leader, **asked)
    with pytest.raises(NotPossible):
        services.suspend_case(calm, by=leader, **asked)
    with pytest.raises(Refused):
        services.go_on_with_case(calm, by=cast.post("west_police"))


@pytest.mark.django_db(transaction=True)
def test_a_step_and_a_rest_at_once_are_one_after_the_other(cast, story, calm):
    task = story.task(calm, "take")
    results = at_once(
        lambda: services.complete_task(task, "accept", by=cast.post("east_police")),
        lambda: services.suspend_case(calm, reason=COURT, until=in_days(9), by=cast.post("east_police_leader")),
        lambda: services.suspend_case(calm, reason=COURT, until=in_days(9), by=cast.post("east_police_leader")),
    )
    case = Case.objects.get()
    assert case.events.filter(kind="suspended").count() == 1, results
    assert CaseRest.objects.count() == 1
    # Whichever came first, what is open now stands still.
    assert case.tasks.open().get().signal == Task.Signal.PAUSED
    assert broken_links(case) == []


@pytest.mark.django_db
def test_the_page_asks_why_and_until_when_and_the_task_says_that_it_rests(cast, story, calm, client):
    page, ask = reverse("desk:case", args=[calm.pk]), reverse("desk:act", args=[calm.pk, "suspend-case"])
    client.force_login(cast.east_police_leader)
    assert ask in client.get(page).content.decode()
    assert "最长 90 天" in client.get(ask).content.decode()
    assert "error-summary" in client.post(ask, {"reason": "court"}).content.decode()
    client.post(ask, {"reason": "court", "until": in_days(5)})
    assert CaseRest.objects.count() == 1
    on = reverse("desk:act", args=[calm.pk, "go-on"])
    assert on in client.get(page).content.decode()
    shown = client.get(reverse("desk:task", args=[calm.tasks.get().pk])).content.decode()
    assert on in shown
    assert "steps/accept/" not in shown
    client.post(on)
    assert not CaseRest.objects.exists()


@pytest.fixture
def beside(version):
    return services.publish(builder.save_definition(BESIDE, by=None), by=None)


@pytest.mark.django_db
def test_a_way_out_of_it_that_is_taken_back_leaves_tasks_whose_time_runs(cast, story, beside):
    calm = story.report(danger_now="no")
    leader, due = cast.post("east_police_leader"), story.task(calm, "take").due_at
    services.suspend_case(calm, reason=COURT, until=in_days(30), by=leader)
    services.take_way(calm, "stop", by=leader, reason="died")
    assert not CaseRest.objects.exists()
    case = services.take_back(calm, by=leader)
    task, row = case.tasks.open().get(), TaskDeadline.objects.get()
    assert (row.paused_at, row.pause_reason, task.signal) == (None, "", "")
    assert abs(task.due_at - due) < timedelta(minutes=1)
    assert row.next_at is not None
    assert broken_links(case) == []
    services.complete_task(task, "accept", by=cast.post("east_police"))


@pytest.mark.django_db
def test_a_pause_within_it_ends_on_its_own_day_also_after_a_way_that_is_taken_back(cast, story, beside):
    calm = story.report(danger_now="no")
    leader, task = cast.post("east_police_leader"), story.task(calm, "take")
    services.pause_deadline(task, reason=PauseReason.FAMILY, until=in_days(20), by=leader)
    services.suspend_case(calm, reason=COURT, until=in_days(30), by=leader)
    services.take_way(calm, "stop", by=leader, reason="died")
    services.take_back(calm, by=leader)
    row = TaskDeadline.objects.get()
    assert (row.pause_reason, timezone.localdate(row.next_at)) == (PauseReason.FAMILY, in_days(20))


@pytest.mark.django_db
def test_a_pause_that_ended_while_its_task_was_closed_is_over_when_the_step_is_taken_back(cast, story, beside):
    calm = story.report(danger_now="no")
    leader, task = cast.post("east_police_leader"), story.task(calm, "take")
    services.pause_deadline(task, reason=PauseReason.FAMILY, until=in_days(20), by=leader)
    services.take_way(calm, "stop", by=leader, reason="died")
    TaskDeadline.objects.update(next_at=timezone.now())
    services.sweep()
    assert TaskDeadline.objects.get().next_at is None
    services.take_back(calm, by=leader)
    services.sweep()
    task.refresh_from_db()
    assert TaskDeadline.objects.get().paused_at is None
    assert task.due_at is not None


@pytest.mark.django_db
def test_what_fails_to_go_on_is_tried_again_and_keeps_the_day_that_was_said(cast, story, calm, monkeypatch):
    services.suspend_case(calm, reason=COURT, until=in_days(3), by=cast.post("east_police_leader"))
    until, now = CaseRest.objects.get().until, timezone.now() + timedelta(days=4)

    def fails(*_args, **_more):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("workflows.services.resting.resume", fails)
        assert go_on_with_rested(now) == 0
    assert CaseRest.objects.get().until == until
    assert go_on_with_rested(now) == 0
    assert go_on_with_rested(now + timedelta(minutes=6)) == 1
