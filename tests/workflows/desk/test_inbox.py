"""The inbox: whose tasks, in which order, at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.cast import ACTORS
from tests.workflows.definitions import words
from tests.workflows.desk.looking import inbox_of, page, text
from workflows import builder, services
from workflows.models import Task
from workflows.schema import WorkflowSchema


def test_a_visitor_is_sent_to_sign_in(client, db):
    response = client.get(reverse("desk:inbox"))
    assert response.status_code == 302
    assert "next=/desk/" in response["Location"]


def test_somebody_without_a_post_is_told_so(at_desk, cast):
    cast.post("east_teacher").delete()
    response = inbox_of(at_desk("east_teacher"))
    assert response.status_code == 403
    assert "hold no post" in text(response)


def test_nobody_elses_inbox_shows_the_task(at_desk, story):
    case = story.report()
    for name in ACTORS:
        shown = case.number in text(inbox_of(at_desk(name)))
        assert shown == (name in {"east_police", "east_police_leader"}), name


def test_an_empty_inbox_says_so(at_desk):
    assert "Nothing waits for you" in text(inbox_of(at_desk("east_police")))


@pytest.mark.parametrize("tab", ["open", "mine", "done"])
def test_the_count_on_a_tab_is_the_length_of_its_list(at_desk, story, cast, tab):
    first, second, _third = (story.report() for _number in range(3))
    services.accept_task(first.tasks.get(), by=cast.post("east_police"))
    services.complete_task(second.tasks.get(), "accept", by=cast.post("east_police"))
    response = inbox_of(at_desk("east_police"), tab)
    shown = next(found for found in response.context["tabs"] if found.current)
    assert shown.count == len(response.context["entries"]) > 0


def test_what_is_urgent_comes_first_then_what_is_due_first(at_desk, story):
    calm, urgent, late = story.report(danger_now="no"), story.report(), story.report(danger_now="no")
    Task.objects.filter(case=late).update(due_at=timezone.now() - timedelta(hours=1))
    response = inbox_of(at_desk("east_police"))
    assert [entry.task.case for entry in response.context["entries"]] == [urgent, late, calm]
    assert "overdue" in text(response)


def test_a_full_inbox_costs_no_more_queries_than_a_short_one(at_desk, story, django_assert_max_num_queries):
    client = at_desk("east_police")
    story.report()
    inbox_of(client)
    with django_assert_max_num_queries(QUERIES_OF_THE_INBOX):
        inbox_of(client)
    for _number in range(4):
        story.report()
    with django_assert_max_num_queries(QUERIES_OF_THE_INBOX):
        inbox_of(client)


@pytest.fixture
def remarked(version):
    """The workflow remarks on calm reports that nobody need hurry."""
    raw = version.schema.model_dump(mode="json")
    remark = {"title": words("不急", "Calm"), "text": words("可以慢慢来", "Take your time.")}
    raw["states"][0]["tasks"][0]["remarks"] = [{**remark, "shown_when": {"formula": "${answers.danger_now} = 'no'"}}]
    schema = WorkflowSchema.model_validate(raw)
    return services.publish(builder.save_definition(schema, by=None), by=None)


def test_what_the_workflow_remarks_stands_in_the_inbox_at_the_task_and_at_the_case(at_desk, story, remarked):
    calm, urgent = story.report(danger_now="no"), story.report()
    client = at_desk("east_police")
    assert text(inbox_of(client)).count("Calm") == 1
    assert "Take your time." in text(page(client, "task", calm.tasks.get().pk))
    assert "Take your time." not in text(page(client, "task", urgent.tasks.get().pk))
    shown = [" Calm " in text(page(client, "case", case.pk)) for case in (calm, urgent)]
    assert shown == [True, False]


def test_remarks_cost_an_inbox_one_query(at_desk, story, remarked, django_assert_max_num_queries):
    client = at_desk("east_police")
    for _number in range(4):
        story.report(danger_now="no")
    inbox_of(client)
    with django_assert_max_num_queries(QUERIES_OF_THE_INBOX + 1):
        inbox_of(client)


# Session (none where Redis keeps it), user, post, tasks, a count for each of three tabs, watched cases, deadlines,
# places, unread notices, posts. On SQLite open tasks, their deadlines and count are asked for in two parts.
QUERIES_OF_THE_INBOX = 18 if connection.vendor == "sqlite" else 15


def test_a_long_inbox_has_pages(at_desk, story, monkeypatch):
    monkeypatch.setattr("workflows.desk.inbox.PAGE", 2)
    for _number in range(3):
        story.report()
    client = at_desk("east_police")
    first = inbox_of(client)
    second = client.get(reverse("desk:inbox"), {"after": first.context["page"].older})
    assert (len(first.context["entries"]), len(second.context["entries"])) == (2, 1)
