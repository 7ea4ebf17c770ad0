"""Who took the last step takes it back, while nobody has acted and nothing has gone out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forms.services import find_by_receipt
from portal.access.models import Access
from portal.access.refusal import Refused
from tests.workflows.test_beside import BESIDE
from tests.workflows.test_race import at_once
from workflows import builder, events, services
from workflows.acting import may_take_back
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.follow.status import stages
from workflows.models import Case, CaseExclusion, EffectRun, Task
from workflows.services.taking_back import _undo, last_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(cast, story, version):
    """The police have taken it on."""
    case = story.report()
    story.accept(case)
    return Case.objects.get()


def refused(cast, case, who="east_police"):
    with pytest.raises(NotPossible) as refusal:
        services.take_back(case, by=cast.post(who))
    return refusal.value.code


def test_the_case_is_where_it_was_with_the_task_it_had(cast, story, moved, run_jobs):
    run_jobs()
    assert len(stages(find_by_receipt(story.code))) == 2
    before = moved.tasks.get(key="take")
    case = services.take_back(moved, by=cast.post("east_police"))
    assert case.state == "reported"
    assert [task.key for task in case.tasks.open()] == ["take"]
    assert case.tasks.get(key="take").due_at == before.due_at
    assert case.tasks.get(key="take").deadline.next_at
    assert [event.kind for event in case.events.all()] == ["opened", "moved", "taken_back"]
    assert broken_links(case) == []
    assert len(stages(find_by_receipt(story.code))) == 1
    assert refused(cast, case) == "went_on"
    story.accept(case)


def test_what_has_not_been_told_yet_is_not_told_any_more(cast, story, moved, run_jobs):
    services.take_back(moved, by=cast.post("east_police"))
    run_jobs()
    assert not EffectRun.objects.filter(done_at=None).exists()
    assert len(stages(find_by_receipt(story.code))) == 1


def test_what_was_handed_in_stays_and_its_task_is_there_anew(cast, story, version):
    moved = story.report()
    story.notify(moved)
    parties = set(moved.parties.values_list("relation", flat=True))
    assert "township" in parties
    case = services.take_back(moved, by=cast.post("east_police"))
    assert case.state == "handling"
    assert case.case_submissions.count() == 2
    assert case.tasks.filter(key="respond").count() == 2
    assert case.tasks.open().get().assignee == cast.post("east_police")
    assert "township" not in set(case.parties.values_list("relation", flat=True))
    assert case.tasks.open().get().deadline.next_at


def test_it_is_withdrawn_as_long_as_nobody_has_accepted_it_and_a_slip_for_ten_minutes(cast, story, moved):
    # The officer has the next task: that is nobody's to look at.
    later = timezone.now() + timedelta(minutes=11)
    assert last_step(moved, cast.post("east_police"), later).against.code == "too_late"
    moved = story.report()
    story.notify(moved)
    assert last_step(Case.objects.get(pk=moved.pk), cast.post("east_police"), later).against is None
    services.accept_task(story.task(moved, "sign"), by=cast.post("east_township"))
    assert refused(cast, moved) == "went_on"


def test_who_did_not_take_it_does_not_take_it_back(cast, moved):
    refusals = {"east_police_leader": "not_your_step", "east_township": "not_a_party", "west_police": "not_a_party"}
    for who, code in refusals.items():
        with pytest.raises(Refused) as refusal:
            services.take_back(moved, by=cast.post(who))
        assert refusal.value.code == code
    assert Access.objects.filter(action="take_back", allowed=False).count() == 3
    assert not may_take_back(None, moved, moved.events.last()).allowed


def test_who_is_shut_out_since_neither_takes_it_back_nor_reads_that_it_could_be(cast, moved):
    police = cast.post("east_police")
    assert last_step(moved, police, timezone.now()) is not None
    CaseExclusion.objects.create(case=moved, organisation=police.organisation)
    case = Case.objects.get()
    assert last_step(case, police, timezone.now()) is None
    with pytest.raises(Refused) as refusal:
        services.take_back(case, by=police)
    assert refusal.value.code == "not_a_party"
    assert Case.objects.get().state == "handling"


def test_what_nobody_did_and_what_is_only_talk_keeps_no_step_from_being_taken_back(cast, moved):
    now, police = timezone.now(), cast.post("east_police")
    for kind in ("escalated", "unanswered", "deadline_recounted", "linked", "reporter_wrote"):
        events.append(moved, kind, {}, post=police, at=now)
    for kind in ("routed", "deadline_resumed", "deadline_restarted"):
        events.append(moved, kind, {}, post=None, at=now)
    assert last_step(moved, police, now).against is None
    events.append(moved, "deadline_resumed", {}, post=police, at=now)
    assert last_step(moved, police, now).against.code == "went_on"


def test_what_went_out_is_not_called_back(cast, moved):
    EffectRun.objects.filter(type="tell_reporter").update(type="webhook")
    assert refused(cast, moved) == "went_out"


def test_an_end_by_mistake_is_taken_back(cast, story, version):
    moved = story.report()
    story.notify(moved)
    services.complete_task(story.task(moved, "sign"), "sign", by=cast.post("east_township"))
    case = services.take_back(moved, by=cast.post("east_township"))
    assert (case.state, case.is_closed) == ("notified", False)
    assert {task.key for task in case.tasks.open()} == {"sign", "watch"}
    assert not case.parties.filter(is_open=False).exists()


@pytest.mark.django_db(transaction=True)
def test_taking_back_and_accepting_at_once_are_one_of_them(cast, story, version):
    case = story.report()
    story.notify(case)
    sign = story.task(case, "sign")
    results = at_once(
        lambda: services.take_back(case, by=cast.post("east_police")),
        lambda: services.accept_task(sign, by=cast.post("east_township")),
        lambda: services.take_back(case, by=cast.post("east_police")),
    )
    case = Case.objects.get()
    accepted = Task.objects.get(pk=sign.pk).assignee is not None
    assert (case.state == "notified") == accepted, results
    assert sum(not isinstance(one, Exception) for one in results) == 1, results
    assert broken_links(case) == []


def test_the_page_offers_it_to_who_took_the_step(cast, moved, client):
    page, ask = reverse("desk:case", args=[moved.pk]), reverse("desk:act", args=[moved.pk, "take-back"])
    client.force_login(cast.east_police_leader)
    assert ask not in client.get(page).content.decode()
    assert client.get(ask).status_code == 404
    client.force_login(cast.east_police)
    assert ask in client.get(page).content.decode()
    assert "受理" in client.get(ask).content.decode()
    client.post(ask)
    assert Case.objects.get().state == "reported"


def test_who_was_shut_out_since_does_not_get_the_task_back(cast, story, version):
    case = story.report()
    story.notify(case)
    case = Case.objects.get(pk=case.pk)
    # As an older merging could have left it: shut out, and not one event.
    police = cast.post("east_police")
    CaseExclusion.objects.create(case=case, organisation=police.organisation)
    case = Case.objects.get(pk=case.pk)
    _undo(case, case.events.filter(kind="moved").last(), by=police, absent=None, now=timezone.now())
    task = case.tasks.open().get()
    assert task.assignee is None
    assert task.organisation_id != police.organisation_id
    assert broken_links(case) == []


def test_a_case_opened_again_by_mistake_is_over_since_the_day_it_was(cast, story, version):
    services.publish(builder.save_definition(BESIDE, by=None), by=None)
    case, township = story.report(), cast.post("east_township")
    story.notify(case)
    services.complete_task(story.task(case, "sign"), "sign", by=township)
    over = Case.objects.get(pk=case.pk).closed_at
    # The second time what was taken back is no day on which it ended.
    for _time in range(2):
        services.take_way(Case.objects.get(pk=case.pk), "reopen", by=township, reason="new_report")
        case = services.take_back(Case.objects.get(pk=case.pk), by=township)
        assert (case.state, case.closed_at) == ("received", over)
        assert not case.tasks.open().exists()
        assert not case.parties.filter(is_open=True).exists()
    assert broken_links(case) == []
