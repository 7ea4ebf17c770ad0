"""From a report to the township: what is written, by whom, and that nothing is written by halves."""

import pytest

from forms.models import Submission
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.directory.models import Duty
from portal.jobs.models import Job
from tests.cast import EAST_VILLAGE, WEST_VILLAGE
from workflows import services
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.models import Case, EffectRun, Event, Task


def kinds(case):
    return [event.kind for event in case.events.order_by("sequence")]


def test_a_report_opens_a_case_with_a_task_for_the_police_of_the_place(story, cast):
    case = story.report(place=EAST_VILLAGE)
    task = case.tasks.get()
    assert task.organisation == cast.post("east_police").organisation
    assert (case.state, case.urgent, case.area_code) == ("reported", True, EAST_VILLAGE)
    assert case.number == case.opening_submission.number


def test_the_place_decides_and_nobody_else(story, cast):
    case = story.report(place=WEST_VILLAGE)
    assert case.tasks.get().organisation == cast.post("west_police").organisation


def test_a_report_without_a_place_goes_to_the_prefecture(story, cast):
    case = story.report(place=None)
    assert case.tasks.get().organisation == cast.post("city_police").organisation


def test_when_nobody_answers_the_report_is_kept_and_the_portal_office_sees_the_task(story, cast):
    Duty.objects.filter(kind="police").delete()
    case = story.report()
    assert case.tasks.get().organisation is None
    assert kinds(case) == ["opened", "unanswered"]
    assert Task.objects.visible_to(cast.form_administrator).get() == case.tasks.get()
    assert not Task.objects.visible_to(cast.east_police).exists()


def test_the_portal_office_passes_on_what_nobody_answers_for(story, cast):
    Duty.objects.filter(kind="police").delete()
    case = story.report()
    police = cast.post("east_police").organisation
    services.route_task(case.tasks.get(), police, by=cast.post("form_administrator"))
    assert Task.objects.visible_to(cast.east_police).get().organisation == police
    assert kinds(case) == ["opened", "unanswered", "routed", "deadline_restarted"]
    assert broken_links(Case.objects.get()) == []


def test_only_the_portal_office_passes_on(story, cast):
    Duty.objects.filter(kind="police").delete()
    case = story.report()
    with pytest.raises(Refused):
        services.route_task(case.tasks.get(), cast.post("east_police").organisation, by=cast.post("east_police"))


def test_a_form_that_opens_nothing_opens_nothing(story, cast):
    case = story.report()
    story.notify(case)
    assert Case.objects.count() == 1


def test_a_second_news_of_the_same_submission_opens_no_second_case(story):
    case = story.report()
    assert services.open_case(case.opening_submission) == case
    assert Case.objects.count() == 1


def test_accepting_names_the_officer(story, cast):
    case = story.report()
    services.accept_task(case.tasks.get(), by=cast.post("east_police"))
    task = case.tasks.get()
    assert task.assignee == cast.post("east_police")
    assert kinds(case) == ["opened", "accepted"]


def test_who_accepts_second_reads_who_was_first(story, cast):
    case = story.report()
    services.accept_task(case.tasks.get(), by=cast.post("east_police"))
    with pytest.raises(NotPossible) as refusal:
        services.accept_task(case.tasks.get(), by=cast.post("east_police_leader"))
    assert "east_police" in str(refusal.value.sentence)


def test_accepting_twice_is_once(story, cast):
    case = story.report()
    for _click in range(2):
        services.accept_task(case.tasks.get(), by=cast.post("east_police"))
    assert kinds(case) == ["opened", "accepted"]


def test_the_neighbouring_police_may_not_accept_and_the_try_is_on_record(story, cast):
    case = story.report()
    with pytest.raises(Refused):
        services.accept_task(case.tasks.get(), by=cast.post("west_police"))
    assert Access.objects.get(action="accept").allowed is False
    assert kinds(case) == ["opened"]


def test_the_next_task_stays_with_whoever_accepted(story, cast):
    task = story.accept(story.report())
    assert task.assignee == cast.post("east_police")


def test_a_colleague_may_not_finish_what_another_accepted_but_the_leader_may(story, cast):
    case = story.report()
    task = story.accept(case, "east_police_leader")
    with pytest.raises(Refused) as refusal:
        services.complete_task(task, "notify", by=cast.post("east_police"), draft=story.draft(task))
    assert refusal.value.code == "accepted_by_another"


def test_a_leader_may_take_over(story, cast):
    case = story.report()
    task = story.accept(case, "east_police")
    draft = story.draft(task, "east_police_leader")
    services.complete_task(task, "notify", by=cast.post("east_police_leader"), draft=draft)
    assert Case.objects.get().state == "notified"


def test_the_form_of_a_task_is_handed_in_with_it(story, cast):
    case = story.report()
    story.notify(case)
    task = case.tasks.get(key="respond")
    assert task.state == Task.State.DONE
    assert task.submission.version.form.key == "small_response"
    assert [member.submission for member in case.case_submissions.all()] == [case.opening_submission, task.submission]


def test_the_township_gets_its_task_only_with_the_notification(story, cast):
    case = story.report()
    assert not Case.objects.visible_to(cast.east_township).exists()
    story.notify(case)
    assert Case.objects.visible_to(cast.east_township).get() == case
    assert Task.objects.visible_to(cast.east_township).get().key == "sign"


def test_a_guard_that_refuses_undoes_the_submission_too(story, cast):
    case = story.report()
    task = story.accept(case)
    draft = story.draft(task, result="false")
    with pytest.raises(NotPossible):
        services.complete_task(task, "notify", by=cast.post("east_police"), draft=draft)
    assert Submission.objects.count() == 1
    draft.refresh_from_db()
    assert draft.is_open
    assert Case.objects.get().state == "handling"


def test_a_task_with_a_form_is_not_finished_without_it(story, cast):
    task = story.accept(story.report())
    with pytest.raises(NotPossible) as refusal:
        services.complete_task(task, "notify", by=cast.post("east_police"))
    assert refusal.value.code == "form_missing"


def test_a_form_filled_in_for_another_task_is_refused(story, cast):
    first, second = story.accept(story.report()), story.accept(story.report())
    with pytest.raises(Refused) as refusal:
        services.complete_task(first, "notify", by=cast.post("east_police"), draft=story.draft(second))
    assert refusal.value.code == "foreign_draft"


def test_a_second_click_with_the_same_form_gives_the_same_case(story, cast):
    case = story.report()
    task = story.accept(case)
    draft = story.draft(task)
    for _click in range(2):
        services.complete_task(task, "notify", by=cast.post("east_police"), draft=draft, idempotency_key="k")
    assert kinds(case) == ["opened", "moved", "moved"]


def test_who_comes_second_reads_who_finished_the_task(story, cast):
    case = story.report()
    task = case.tasks.get()
    services.complete_task(task, "accept", by=cast.post("east_police"))
    with pytest.raises(NotPossible) as refusal:
        services.complete_task(task, "accept", by=cast.post("east_police_leader"))
    assert refusal.value.code == "task_done"
    assert "east_police" in str(refusal.value.sentence)


def test_who_comes_after_the_leader_is_told_so_and_not_refused(story, cast):
    task = story.report().tasks.get()
    services.complete_task(task, "accept", by=cast.post("east_police_leader"))
    with pytest.raises(NotPossible) as refusal:
        services.complete_task(task, "accept", by=cast.post("east_police"))
    assert refusal.value.code == "task_done"
    assert not Access.objects.filter(allowed=False).exists()


def test_a_task_that_the_case_left_behind_says_so(story, cast):
    case = story.report()
    sign = story.notify(case)
    watch = story.task(case, "watch")
    services.complete_task(sign, "sign", by=cast.post("east_township"))
    with pytest.raises(NotPossible) as refusal:
        services.complete_task(watch, "back", by=cast.post("east_civil_affairs"))
    assert refusal.value.code == "task_not_open"


def test_the_last_step_closes_the_case(story, cast):
    case = story.report()
    services.complete_task(story.notify(case), "sign", by=cast.post("east_township"))
    case = Case.objects.get()
    assert case.is_closed
    assert not case.tasks.open().exists()


def test_every_step_asks_for_its_effects_once(story):
    case = story.report()
    story.accept(case)
    runs = EffectRun.objects.filter(case=case)
    assert [run.type for run in runs] == ["notify", "tell_reporter"]
    assert {job.key for job in Job.objects.filter(kind="workflows.effect")} == {run.job_key for run in runs}
    assert all(set(job.arguments) == {"effect_run"} for job in Job.objects.filter(kind="workflows.effect"))


def test_events_carry_keys_and_ids_only(story):
    case = story.report()
    story.notify(case)
    said = str([event.detail for event in Event.objects.filter(case=case)])
    assert "小明" not in said
    assert "王老师" not in said


def test_the_chain_of_a_case_holds(story):
    case = story.report()
    story.notify(case)
    assert broken_links(Case.objects.get()) == []


@pytest.mark.parametrize(
    "change",
    [{"detail": {"state": "refused"}}, {"kind": "accepted"}, {"post_id": None}, {"before": "0" * 64}],
    ids=["what", "kind", "who", "link"],
)
def test_a_changed_event_is_found(story, change):
    case = story.report()
    story.notify(case)
    Event._base_manager.filter(case=case, sequence=2).update(**change)
    assert 2 in broken_links(Case.objects.get())


def test_a_missing_event_is_found(story):
    case = story.report()
    story.notify(case)
    Event._base_manager.filter(case=case, sequence=3).delete()
    assert broken_links(Case.objects.get()) == [3]
