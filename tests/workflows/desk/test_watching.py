"""Watched cases, several tasks accepted at once, and filters that are kept."""

import pytest
from django.urls import reverse

from tests.workflows.desk.looking import inbox_of, page, text
from workflows import services
from workflows.models import CaseParty, SavedFilter, Task, WatchedCase
from workflows.models.atdesk import MOST_FILTERS


def watch(client, case, **sent):
    return client.post(reverse("desk:watch", args=[case.pk]), sent, follow=True)


def rows_of(client):
    return inbox_of(client, "watched").context["rows"]


def test_what_happens_in_a_watched_case_is_news_until_it_was_seen(at_desk, story, cast):
    case = story.report()
    client = at_desk("east_police")
    assert "You watch this case" in text(watch(client, case))
    assert [row.news for row in rows_of(client)] == [0]
    services.accept_task(case.tasks.get(), by=cast.post("east_police"))
    assert "1 new step" in text(inbox_of(client, "watched"))
    client.post(reverse("desk:watched_seen"))
    assert [row.news for row in rows_of(client)] == [0]


def test_watching_twice_is_once_and_can_be_stopped(at_desk, story):
    case, client = story.report(), at_desk("east_police")
    watch(client, case)
    watch(client, case)
    assert WatchedCase.objects.count() == 1
    assert "Stop watching" in text(page(client, "case", case.pk))
    watch(client, case, stop="1")
    assert rows_of(client) == []


def test_the_count_on_the_tab_is_the_length_of_the_list(at_desk, story):
    client = at_desk("east_police")
    for _number in range(2):
        watch(client, story.report())
    tab = next(tab for tab in inbox_of(client).context["tabs"] if tab.key == "watched")
    assert tab.count == len(rows_of(client)) == 2


def test_a_case_that_one_has_no_part_in_cannot_be_watched_and_one_that_is_lost_is_gone(at_desk, story):
    case = story.report()
    assert watch(at_desk("west_police"), case).status_code == 404
    client = at_desk("east_police")
    watch(client, case)
    CaseParty.objects.all().delete()
    response = inbox_of(client, "watched")
    assert response.context["rows"] == []
    assert next(tab for tab in response.context["tabs"] if tab.key == "watched").count == 0


def test_a_colleague_does_not_see_what_one_watches(at_desk, story):
    watch(at_desk("east_police"), story.report())
    assert rows_of(at_desk("east_police_leader")) == []


def accept(client, *tasks):
    return client.post(reverse("desk:accept_several"), {"task": [str(task.pk) for task in tasks]}, follow=True)


def test_several_tasks_are_accepted_at_once_and_what_was_taken_is_named(at_desk, story, cast):
    tasks = [story.report().tasks.get() for _number in range(3)]
    services.accept_task(tasks[2], by=cast.post("east_police_leader"))
    answer = text(accept(at_desk("east_police"), *tasks))
    assert "2 tasks are yours now" in answer
    assert f"{tasks[2].case.number} stays where it is" in answer
    assert Task.objects.filter(assignee=cast.post("east_police")).count() == 2


def test_accepting_nothing_or_what_is_of_others_does_nothing(at_desk, story):
    task = story.report().tasks.get()
    assert "Choose at least one" in text(accept(at_desk("east_police")))
    answer = text(accept(at_desk("west_police"), task))
    assert "1 of what you chose was left out" in answer
    assert task.case.number not in answer
    assert Task.objects.get().assignee is None


def test_what_nobody_else_has_can_be_chosen(at_desk, story, cast):
    """To take it, or what is one's own to finish it."""
    mine, theirs, free = (story.report().tasks.get() for _ in range(3))
    services.accept_task(mine, by=cast.post("east_police"))
    services.accept_task(theirs, by=cast.post("east_police_leader"))
    shown = inbox_of(at_desk("east_police")).content.decode()
    chosen = [task for task in (mine, theirs, free) if f'name="task" value="{task.pk}"' in shown]
    assert chosen == [mine, free]


def keep(client, name, query):
    return client.post(reverse("desk:save_filter"), {"name": name, "query": query}, follow=True)


def test_a_filter_is_kept_found_again_replaced_and_removed(at_desk, story):
    story.report()
    client = at_desk("east_police")
    keep(client, "急", "urgent=yes&nonsense=1&number=12")
    assert 'href="?urgent=yes"' in page(client, "cases").content.decode()
    keep(client, "急", "show=closed&urgent=yes")
    kept = SavedFilter.objects.get()
    assert kept.query == "show=closed&urgent=yes"
    client.post(reverse("desk:remove_filter", args=[kept.pk]))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "名" * 21])
def test_a_filter_needs_a_short_name(at_desk, story, name):
    assert "Give the filter a name" in text(keep(at_desk("east_police"), name, "urgent=yes"))
    assert not SavedFilter.objects.exists()


def test_there_is_an_end_to_how_many_are_kept(at_desk, story):
    client = at_desk("east_police")
    for number in range(MOST_FILTERS + 1):
        keep(client, f"f{number}", "urgent=yes")
    assert SavedFilter.objects.count() == MOST_FILTERS


def test_a_filter_is_its_owners_only(at_desk, story, cast):
    keep(at_desk("east_police"), "急", "urgent=yes")
    client = at_desk("east_police_leader")
    assert page(client, "cases").context["filters"] == []
    assert client.post(reverse("desk:remove_filter", args=[SavedFilter.objects.get().pk])).status_code == 404
