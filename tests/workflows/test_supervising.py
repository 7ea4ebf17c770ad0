"""What is late is taken from who has it, and the level above gets a task: to see that it is done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.access.refusal import Refused
from portal.notices.models import Notice
from tests.workflows.definitions import WORKFLOW
from tests.workflows.test_race import at_once
from workflows import builder, services
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.models import Case, Task, TaskDeadline
from workflows.policies import may, readable, readable_paper
from workflows.schema import SUPERVISION
from workflows.services import finish_supervision, sweep

LADDER = [{"mark": "red", "tell": ["holder"], "reassign": "leader", "supervise": True}]


def published(ladder):
    raw = WORKFLOW.model_dump(mode="json")
    for state in raw["states"]:
        for task in state["tasks"]:
            if task["key"] in ("take", "respond"):
                task["deadline"] = {"minutes": 60, "ladder": ladder}
    return services.publish(builder.save_definition(type(WORKFLOW).model_validate(raw), by=None), by=None)


def make_late(task):
    ago = timezone.now() - timedelta(days=1)
    Task.objects.filter(pk=task.pk).update(due_at=ago)
    TaskDeadline.objects.filter(pk=task.pk).update(next_at=ago, began_at=ago - timedelta(hours=1))


def fresh(task):
    return Task.objects.select_related("case__version", "organisation", "assignee").get(pk=task.pk)


@pytest.fixture
def late(story, version):
    """Accepted by the officer in the east, and an hour is over."""
    published(LADDER)
    task = story.accept(story.report(danger_now="no"))
    make_late(task)
    return task


@pytest.fixture
def supervision(late):
    sweep()
    return Task.objects.get(supervises=late)


@pytest.mark.django_db
def test_the_leader_has_it_now_and_the_level_above_sees_to_it(late, story, cast):
    draft = story.draft(late)
    sweep()
    task = fresh(late)
    assert task.assignee == cast.post("east_police_leader")
    assert task.signal == "red"
    draft.refresh_from_db()
    assert draft.post == task.assignee
    seeing = Task.objects.get(supervises=late)
    assert seeing.organisation == cast.post("city_police").organisation
    assert seeing.due_at is not None
    told = set(Notice.objects.values_list("user__username", "template"))
    assert {("east_police_leader", "task_given_late"), ("east_police", "task_taken_late")} <= told
    assert ("city_police", "supervise") in told
    assert broken_links(task.case) == []


@pytest.mark.django_db
def test_who_sees_to_it_reads_no_papers_and_finishes_once(supervision, cast):
    city = cast.post("city_police")
    assert may(city, "complete", fresh(supervision)).allowed
    assert readable(city, supervision.case, "small_report") == set()
    finish_supervision(supervision, by=city)
    assert supervision.case.state == "handling"
    with pytest.raises(NotPossible):
        finish_supervision(supervision, by=city)
    with pytest.raises(Refused):
        finish_supervision(fresh(supervision), by=cast.post("east_police"))


@pytest.mark.django_db
def test_seeing_to_it_opens_no_paper_to_which_a_person_objected(supervision, cast):
    """Also where the level above has a part of its own in the case, and could read it until then."""
    city, case = cast.post("city_police"), supervision.case
    case.parties.create(organisation=city.organisation, relation="police")
    [open_to_all] = Case.objects.filter(pk=case.pk)
    assert readable_paper(city, open_to_all, open_to_all.opening_paper)
    case.case_submissions.update(restricted=True)
    [objected] = Case.objects.filter(pk=case.pk)
    assert not readable_paper(city, objected, objected.opening_paper)


@pytest.mark.django_db
def test_it_ends_by_itself_when_the_late_task_is_done(supervision, late, story, cast):
    leader = cast.post("east_police_leader")
    services.complete_task(fresh(late), "notify", by=leader, draft=story.draft(late, "east_police_leader"))
    assert fresh(supervision).state == Task.State.CANCELLED
    with pytest.raises(NotPossible):
        finish_supervision(fresh(supervision), by=cast.post("city_police"))


@pytest.mark.django_db
def test_back_with_everybody_and_what_nobody_has_stays(story, version, cast):
    published([{"tell": ["holder"], "reassign": "everybody"}])
    case = story.report(danger_now="no")
    make_late(story.task(case, "take"))
    sweep()
    assert not case.events.filter(kind="reassigned").exists()
    task = story.accept(case)
    make_late(task)
    sweep()
    assert fresh(task).assignee is None


@pytest.mark.django_db
def test_a_leader_who_is_late_keeps_it(story, version, cast):
    published(LADDER)
    task = story.accept(story.report(danger_now="no"), "east_police_leader")
    make_late(task)
    sweep()
    assert fresh(task).assignee == cast.post("east_police_leader")
    assert not task.case.events.filter(kind="reassigned").exists()


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_open_it_once(late):
    results = at_once(sweep, sweep, sweep)
    assert not [result for result in results if isinstance(result, Exception)]
    sweep()
    assert Task.objects.filter(supervises=late).count() == 1
    assert late.case.events.filter(kind="reassigned").count() == 1
    assert late.case.events.filter(kind="supervision_opened").count() == 1


@pytest.mark.django_db
def test_a_second_rung_opens_no_second_one_while_it_is_open(story, version):
    published([*LADDER, {"days": 1, "supervise": True}])
    task = story.accept(story.report(danger_now="no"))
    make_late(task)
    TaskDeadline.objects.update(began_at=timezone.now() - timedelta(days=9))
    Task.objects.update(due_at=timezone.now() - timedelta(days=5))
    sweep()
    assert task.case.events.filter(kind="escalated").count() == 2
    assert Task.objects.filter(supervises=task).count() == 1


@pytest.mark.django_db
def test_the_desk_shows_what_is_late_and_one_button(client, supervision, cast):
    client.force_login(cast.city_police)
    client.cookies["django_language"] = "en"
    page = reverse("desk:task", args=[supervision.pk])
    shown = client.get(page).content.decode()
    assert "I have seen to it" in shown
    assert "Respond" in shown
    assert "you are to see to it" in shown
    seen_to = reverse("desk:step", args=[supervision.pk, "seen-to"])
    assert client.get(seen_to).status_code == 302
    assert fresh(supervision).state == Task.State.OPEN
    client.post(seen_to)
    assert fresh(supervision).state == Task.State.DONE
    case = client.get(reverse("desk:case", args=[supervision.case_id])).content.decode()
    assert "has to see to it" in case
    assert client.post(reverse("desk:step", args=[supervision.supervises_id, "seen-to"])).status_code == 404


def test_no_workflow_calls_a_task_of_its_own_so():
    from tests.workflows.test_check import codes

    assert "reserved_key" in codes(lambda raw: raw["states"][0]["tasks"][0].update(key=SUPERVISION.key))


@pytest.mark.django_db
def test_doing_it_and_taking_that_back_shakes_nobody_off(supervision, late, story, cast):
    leader = cast.post("east_police_leader")
    draft = story.draft(late, who="east_police_leader")
    services.complete_task(fresh(late), "notify", by=leader, draft=draft)
    assert fresh(supervision).state == Task.State.CANCELLED
    case = services.take_back(Case.objects.get(), by=leader)
    again = case.tasks.open().get(key="respond")
    assert again.pk != late.pk
    assert fresh(supervision).state == Task.State.OPEN
    assert fresh(supervision).supervises_id == again.pk
    services.complete_task(fresh(again), "notify", by=leader, draft=story.draft(again, who="east_police_leader"))
    assert fresh(supervision).state == Task.State.CANCELLED
