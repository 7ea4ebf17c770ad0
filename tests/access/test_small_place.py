"""Small-place rule: who may not know the reporter never reads the minute of the report, nor what unit it came from."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from forms.receipt_letter import receipt_context
from portal.notices.models import Notice
from tests.workflows.definitions import WORKFLOW, words
from workflows import builder, services
from workflows.models import Case, Event, Task
from workflows.schema import WorkflowSchema

MINUTES = 240


@pytest.fixture
def watching(version):
    """Civil affairs have a task with a deadline from the first minute, and never learn who reported."""
    raw = WORKFLOW.model_dump(mode="json")
    task = {"key": "stand_by", "title": words("待命", "Stand by"), "relation": "civil_affairs"}
    raw["states"][0]["tasks"].append({**task, "deadline": {"minutes": MINUTES}})
    way = {"key": "stood_by", "title": words("已待命", "Stood by"), "source": "reported", "target": "handling"}
    raw["transitions"].append({**way, "task": "stand_by"})
    raw["opening_effects"].append({"type": "notify", "settings": {"relation": "civil_affairs"}})
    return services.publish(builder.save_definition(WorkflowSchema.model_validate(raw), by=None), by=None)


@pytest.fixture
def long_ago(story, watching, run_jobs, cast):
    """A report of yesterday 03:17 by the school, with what it caused; today nothing happened."""
    case = story.report(by="east_teacher")
    run_jobs("workflows.effect")
    at = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=1), datetime.min.time()))
    at += timedelta(hours=3, minutes=17)
    Case.objects.update(opened_at=at)
    Event._base_manager.update(at=at)
    Notice.objects.update(made_at=at)
    Task.objects.update(made_at=at, due_at=at + timedelta(minutes=MINUTES))
    type(case.opening_submission).objects.update(submitted_at=at)
    return Case.objects.get()


def pages_of(client, case):
    """Everything that a part in the case opens."""
    addresses = ["/desk/", "/desk/cases/", "/desk/notices/", f"/desk/cases/{case.pk}/"]
    addresses += [f"/desk/tasks/{task.pk}/" for task in case.tasks.all()]
    addresses += [f"/desk/cases/{case.pk}/submissions/{case.opening_submission.pk}/"]
    answers = {address: client.get(address) for address in addresses}
    return {address: answer.content.decode() for address, answer in answers.items() if answer.status_code == 200}


def telling(case):
    """The minute of the report, and of what is counted from it."""
    return re.compile("|".join(("0?3:17", "0?7:17")))


def test_civil_affairs_read_the_day_everywhere_and_the_minute_nowhere(client, cast, long_ago):
    client.force_login(cast.east_civil_affairs)
    pages = pages_of(client, long_ago)
    assert len(pages) >= 5
    assert {address for address, page in pages.items() if telling(long_ago).search(page)} == set()


def test_nor_who_or_what_unit_handed_it_in(client, cast, long_ago):
    client.force_login(cast.east_civil_affairs)
    school = cast.post("east_teacher").organisation
    for page in pages_of(client, long_ago).values():
        for word in (school.name, "east_teacher", "王老师"):
            assert word not in page


def test_the_police_in_charge_read_the_minute_so_the_test_can_see_it(client, cast, long_ago):
    client.force_login(cast.east_police_leader)
    assert any(telling(long_ago).search(page) for page in pages_of(client, long_ago).values())


def test_the_broken_twin_deadlines_to_the_minute_would_be_seen(client, cast, long_ago, monkeypatch):
    monkeypatch.setattr(Task, "due_tells_the_report", False)
    client.force_login(cast.east_civil_affairs)
    assert any(telling(long_ago).search(page) for page in pages_of(client, long_ago).values())


def test_a_deadline_of_later_work_is_shown_to_the_minute(story, version):
    case = story.report()
    sign = story.notify(case)
    Case.objects.update(opened_at=timezone.now() - timedelta(days=2))
    assert not Task.objects.get(pk=sign.pk).due_tells_the_report


def test_following_a_report_shows_days(client, story, long_ago):
    client.post("/follow/", {"code": story.code})
    page = client.get("/follow/").content.decode()
    assert long_ago.number in page
    assert not telling(long_ago).search(page)


def test_the_receipt_shows_the_day_and_nothing_of_who_reported(story, long_ago):
    submission = long_ago.opening_submission
    said = receipt_context(
        submission.version.schema,
        number=submission.number,
        submitted_at=submission.submitted_at,
        code="7K3M",
        language="zh-hans",
    )
    assert not any(isinstance(value, datetime) for value in said.values())
    assert "王老师" not in str(said)


def test_notices_say_the_number_only(long_ago):
    assert {tuple(notice.words) for notice in Notice.objects.all()} == {("number",)}
