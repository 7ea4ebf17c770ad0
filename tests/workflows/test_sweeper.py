"""Two sweepers at once, one that is killed, and many deadlines of which few are due."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from portal.notices.models import Notice
from tests.workflows.test_race import at_once
from workflows.events import broken_links
from workflows.models import Case, ClimbedRung, Task, TaskDeadline
from workflows.services import escalating, sweep

AGO = timedelta(days=10)


@pytest.fixture
def late(story, version):
    """Four tasks whose whole ladder is behind them."""
    tasks = [story.report(danger_now="no").tasks.get() for _n in range(4)]
    now = timezone.now()
    Task.objects.update(due_at=now - AGO)
    TaskDeadline.objects.update(next_at=now - AGO, began_at=now - 2 * AGO, counted_from=now - 2 * AGO)
    return tasks


def rungs():
    return sorted(ClimbedRung.objects.values_list("deadline", "number"))


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_climb_each_rung_once(late):
    results = at_once(sweep, sweep, sweep)
    assert not [result for result in results if isinstance(result, Exception)]
    sweep()  # what a sweeper left to another that had the case just then
    assert len(rungs()) == len(set(rungs())) == 4 * len(late)
    told = Notice.objects.filter(key__startswith="deadline:").values_list("user", "key")
    assert len(told) == len(set(told))
    for case in Case.objects.all():
        assert case.events.filter(kind="escalated").count() == 4
        assert broken_links(case) == []
    assert not TaskDeadline.objects.due(timezone.now()).exists()


class Killed(BaseException):
    """Not an Exception: nothing that handles faults may survive it."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_call", range(1, 13, 3))
def test_a_sweeper_that_is_killed_anywhere_leaves_nothing_undone_or_done_twice(late, monkeypatch, at_call):
    calls, tell = [], escalating.tell

    def dying(*args, **kwargs):
        calls.append(1)
        told = tell(*args, **kwargs)
        if len(calls) == at_call:
            raise Killed
        return told

    monkeypatch.setattr(escalating, "tell", dying)
    with pytest.raises(Killed):
        sweep()
    monkeypatch.undo()
    sweep()
    assert len(rungs()) == len(set(rungs())) == 4 * len(late)
    assert all(case.events.filter(kind="escalated").count() == 4 for case in Case.objects.all())
    assert all(broken_links(case) == [] for case in Case.objects.all())


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="there only one may write at all")
def test_a_case_that_somebody_works_on_is_left_for_the_next_beat(late):
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=late[0].case_id)
        [looked] = at_once(sweep)
    assert looked == len(late) - 1
    assert sweep() == 1


@pytest.fixture
def many():
    """Some thousand deadlines, ten of them due."""
    call_command("make_load", cases=1500, stdout=io.StringIO())
    now = timezone.now()
    rows = [
        TaskDeadline(
            task=task,
            measure="clock",
            amount=AGO,
            counted_from=now,
            began_at=now,
            next_at=now + timedelta(minutes=number),
        )
        for number, task in enumerate(Task.objects.only("pk").order_by("pk"))
    ]
    TaskDeadline.objects.bulk_create(rows)
    some = [row.pk for row in rows[:10]]
    TaskDeadline.objects.filter(pk__in=some).update(next_at=now - timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return now


@pytest.mark.django_db
def test_what_is_due_is_found_by_the_index_of_what_is_due(many):
    due = TaskDeadline.objects.due(many).values_list("pk", "task__case")[: escalating.AT_ONCE]
    assert len(due) == 10
    plan = due.explain()
    assert "deadline_due" in plan
    assert "Seq Scan" not in plan
    assert "SCAN workflows_task" not in plan


@pytest.mark.django_db
def test_what_was_counted_without_its_holidays_is_found_by_an_index(many):
    TaskDeadline.objects.filter(pk__in=TaskDeadline.objects.due(many).values("pk")).update(unsure=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert "deadline_unsure" in TaskDeadline.objects.unsure().explain()
