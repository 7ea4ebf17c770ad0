"""One task: who sees it, what it says, how it is taken on and passed on."""

import pytest
from django.urls import reverse

from portal.access.models import Access
from portal.directory.models import Duty
from tests.workflows.desk.looking import inbox_of, page, text
from workflows import services
from workflows.models import Case, Task

MOST_QUERIES_OF_A_STEP = 23


def test_other_organisations_get_404_and_the_try_is_on_record(at_desk, story):
    task = story.report().tasks.get()
    assert page(at_desk("west_police"), "task", task.pk).status_code == 404
    tried = Access.objects.get()
    assert (tried.action, tried.allowed, tried.object_id) == ("see", False, str(task.pk))


@pytest.mark.parametrize("action", ["accept", "start_form"])
def test_nobody_else_acts_on_a_task(at_desk, story, action):
    task = story.report().tasks.get()
    response = at_desk("west_police").post(reverse(f"desk:{action}", args=[task.pk]))
    assert response.status_code == 404
    task.refresh_from_db()
    assert task.assignee is None


@pytest.mark.parametrize("name", ["accept", "start_form", "route"])
def test_looking_changes_nothing(at_desk, story, name):
    task = story.report().tasks.get()
    assert page(at_desk("east_police"), name, task.pk).status_code == 405


def test_the_task_page_says_what_until_when_and_why(at_desk, story):
    task = story.report().tasks.get()
    shown = text(page(at_desk("east_police"), "task", task.pk))
    assert "Take on" in shown
    assert "left" in shown
    assert "东溪县柳湾镇桃源村" in shown
    assert "answers for the duty" in shown


def test_accepting_is_one_click(at_desk, story, cast):
    task = story.report().tasks.get()
    client = at_desk("east_police")
    response = client.post(reverse("desk:accept", args=[task.pk]), follow=True)
    assert "now yours" in text(response)
    task.refresh_from_db()
    assert task.assignee == cast.post("east_police")


def test_who_accepts_second_reads_why_not(at_desk, story, cast):
    task = story.report().tasks.get()
    services.accept_task(task, by=cast.post("east_police_leader"))
    response = at_desk("east_police").post(reverse("desk:accept", args=[task.pk]), follow=True)
    assert "east_police_leader has already accepted this task" in text(response)


def test_a_step_without_a_form_is_taken_from_the_task_page(at_desk, story):
    case = story.report()
    task = case.tasks.get()
    response = at_desk("east_police").post(reverse("desk:step", args=[task.pk, "accept"]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("desk:task", args=[story.task(case, "respond").pk])
    assert Case.objects.get().state == "handling"


def test_a_click_on_a_transition_asks_the_database_little(at_desk, story, django_assert_max_num_queries):
    """Each question is half a millisecond of Django making SQL: a click that asks for more is slower by as much."""
    task, client = story.report().tasks.get(), at_desk("east_police")
    with django_assert_max_num_queries(MOST_QUERIES_OF_A_STEP):
        client.post(reverse("desk:step", args=[task.pk, "accept"]))
    assert Case.objects.get().state == "handling"


def test_asking_once_more_is_a_page_of_its_own_that_does_nothing(at_desk, story):
    task = story.report().tasks.get()
    assert page(at_desk("east_police"), "step", task.pk, "accept").status_code == 200
    assert Case.objects.get().state == "reported"


def test_a_step_of_another_task_is_not_there(at_desk, story):
    task = story.report().tasks.get()
    assert at_desk("east_police").post(reverse("desk:step", args=[task.pk, "sign"])).status_code == 404


def test_a_task_with_a_form_is_not_finished_past_its_form(at_desk, story):
    task = story.accept(story.report())
    at_desk("east_police").post(reverse("desk:step", args=[task.pk, "notify"]))
    assert Case.objects.get().state == "handling"


def test_the_portal_office_sees_what_nobody_answers_for_and_passes_it_on(at_desk, story, cast):
    Duty.objects.filter(kind="police").delete()
    case = story.report()
    client = at_desk("form_administrator")
    assert "Nobody answers for it" in text(inbox_of(client))
    task = case.tasks.get()
    assert "Pass it on" in text(page(client, "task", task.pk))
    police = cast.post("east_police").organisation
    client.post(reverse("desk:route", args=[task.pk]), {"organisation": police.pk})
    assert case.number in text(inbox_of(at_desk("east_police")))
    assert case.number not in text(inbox_of(at_desk("form_administrator")))


@pytest.mark.parametrize("organisation", ["", "nobody", "²", "9" * 40, "\x00"])
def test_a_task_is_passed_on_to_an_organisation_or_not_at_all(at_desk, story, organisation):
    Duty.objects.filter(kind="police").delete()
    task = story.report().tasks.get()
    answer = at_desk("form_administrator").post(reverse("desk:route", args=[task.pk]), {"organisation": organisation})
    assert answer.status_code == 404
    assert Task.objects.get(pk=task.pk).organisation is None


def test_the_portal_office_reads_nothing_of_the_case(at_desk, story):
    Duty.objects.filter(kind="police").delete()
    case = story.report()
    assert page(at_desk("form_administrator"), "case", case.pk).status_code == 404
