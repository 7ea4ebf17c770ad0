"""What people read of a deadline and do with it, in the desk."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from portal.calendar.importing import import_year
from portal.directory.models import Post
from tests.workflows.definitions import WORKFLOW
from workflows import builder, services
from workflows.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(story, version, monkeypatch):
    """Three working days to respond, begun on the last day before the national holidays."""
    Post.objects.update(starts_on=date(2026, 1, 1))
    monkeypatch.setattr(timezone, "now", lambda: timezone.make_aware(datetime(2026, 9, 30, 10)))
    import_year(2026)
    raw = WORKFLOW.model_dump(mode="json")
    raw["states"][1]["tasks"][0]["deadline"] = {"days": 3, "working": True}
    services.publish(builder.save_definition(type(WORKFLOW).model_validate(raw), by=None), by=None)
    return story.accept(story.report(danger_now="no"))


@pytest.fixture
def as_police(client, cast):
    client.force_login(cast.east_police)
    client.cookies["django_language"] = "en"
    return client


def page(client, task, path="", **sent):
    address = f"/desk/tasks/{task.pk}/{path}"
    answer = client.post(address, sent, follow=True) if sent else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_task_says_how_many_working_days_are_left(as_police, task):
    assert "3 working days left, until" in page(as_police, task)


def test_the_inbox_says_it_in_working_days_too_and_not_by_the_clock(as_police, task):
    shown = as_police.get("/desk/?show=mine").content.decode()
    assert "3 working days left" in shown
    assert "13 days left" not in shown


def test_it_waits_goes_on_and_the_case_says_why(as_police, task):
    sent = {"do": "pause", "pause-reason": "expert", "pause-until": "2026-10-20"}
    assert "Paused until" in page(as_police, task, "deadline/", **sent)
    assert "paused" in page(as_police, task)
    assert Task.objects.get(pk=task.pk).due_at is None
    assert as_police.get("/desk/").status_code == 200
    assert "3 working days left" in page(as_police, task, "deadline/", do="go_on")
    history = as_police.get(f"/desk/cases/{task.case_id}/").content.decode()
    assert "A medical or other expert report is awaited" in history
    assert "goes on" in history


def test_a_pause_without_an_end_is_asked_for_again(as_police, task):
    answer = page(as_police, task, "deadline/", do="pause", **{"pause-reason": "expert"})
    assert "error-summary" in answer
    assert Task.objects.get(pk=task.pk).signal == ""


def test_an_officer_is_not_offered_to_move_it_and_the_leader_is(as_police, task, cast):
    assert "Move the deadline" not in page(as_police, task, "deadline/")
    sent = {"do": "extend", "extend-reason": "complex", "extend-days": "2"}
    assert "Only your leader" in page(as_police, task, "deadline/", **sent)
    as_police.force_login(cast.east_police_leader)
    assert "Move the deadline" in page(as_police, task, "deadline/")
    page(as_police, task, "deadline/", **sent)
    assert timezone.localdate(Task.objects.get(pk=task.pk).due_at) == date(2026, 10, 13)


def test_nobody_else_finds_the_page(client, task, cast):
    for name in ("west_police", "east_teacher", "city_police"):
        client.force_login(getattr(cast, name))
        assert client.get(f"/desk/tasks/{task.pk}/deadline/").status_code == 404
        assert client.post(f"/desk/tasks/{task.pk}/deadline/", {"do": "go_on"}).status_code == 404


def test_a_year_whose_holidays_are_not_known_is_said(as_police, story, task, cast, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: timezone.make_aware(datetime(2026, 12, 30, 10)))
    as_police.force_login(cast.east_police)
    late = story.accept(story.report(danger_now="no"))
    said = page(as_police, late)
    assert "holidays of 2027 are not known yet" in said


def test_what_escalated_stands_in_the_case(as_police, task, cast, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: timezone.make_aware(datetime(2026, 10, 20, 10)))
    services.sweep()
    history = as_police.get(f"/desk/cases/{task.case_id}/").content.decode()
    assert "the leader was told" in history
    assert "the level above was told" in history
    assert "Overdue" in page(as_police, task)
    as_police.force_login(cast.city_police)
    seen = as_police.get(f"/desk/cases/{task.case_id}/").content.decode()
    assert "the level above was told" in seen
    assert "小明" not in seen
