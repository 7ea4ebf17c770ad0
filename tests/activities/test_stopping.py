"""What the organiser of an approved activity stops: for now, or for good. At once, everywhere, and once."""

import pytest
from django.db import transaction

from portal.access.refusal import Refused
from portal.notices.models import Notice
from tests.activities.conftest import ORGANISER, REVIEWER, session
from workflows import services
from workflows.services import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(register, run_jobs):
    activity = register()
    activity.agree()
    run_jobs()
    Notice.objects.all().delete()
    return activity


def told():
    return {notice.user.username for notice in Notice.objects.all()}


def appointments(client):
    return client.get("/activities/feed/ics/").content.decode()


def test_stopped_for_now_is_so_on_the_page_and_in_calendars_and_the_office_above_hears(approved, run_jobs, client):
    assert "STATUS:CONFIRMED" in appointments(client)
    approved.finish("prepare", "pause", by=ORGANISER)
    run_jobs()
    assert (approved.state, approved.page.status) == ("paused", "paused")
    assert "已暂停" in client.get(approved.page.url).content.decode()
    assert "STATUS:TENTATIVE" in appointments(client)
    assert REVIEWER in told()


def test_what_is_resumed_after_its_beginning_goes_on_by_itself(approved, run_jobs, it_is):
    approved.finish("prepare", "pause", by=ORGANISER)
    it_is(10)
    sweep()
    assert approved.state == "paused"
    approved.finish("settle", "resume", by=ORGANISER)
    sweep()
    run_jobs()
    assert (approved.state, approved.page.status) == ("running", "running")


def test_what_nobody_resumes_ends_when_it_would_have_ended(approved, run_jobs, it_is):
    approved.finish("prepare", "pause", by=ORGANISER)
    it_is(18)
    sweep()
    run_jobs()
    assert (approved.state, approved.page.status) == ("to_summarise", "over")


@pytest.mark.parametrize("from_state", ["approved", "paused"])
def test_what_is_cancelled_is_crossed_out_everywhere(approved, run_jobs, client, from_state):
    if from_state == "paused":
        approved.finish("prepare", "pause", by=ORGANISER)
        approved.finish("settle", "cancel_paused", by=ORGANISER)
    else:
        approved.cancel()
    run_jobs()
    assert approved.page.status == "cancelled"
    month = session(10)["day"][:7]
    assert "month__meeting--cancelled" in client.get(f"/activities/month/{month}/").content.decode()
    assert appointments(client).count("STATUS:CANCELLED") == 2
    assert REVIEWER in told()


@pytest.mark.parametrize(("first", "second"), [("pause", "pause"), ("cancel", "pause"), ("pause", "cancel")])
def test_of_two_clicks_the_first_counts(approved, cast, first, second):
    """The second one still shows the task that the first one finished."""
    task, by = approved.task("prepare"), cast.post(ORGANISER)
    services.complete_task(task, first, by=by)
    events = approved.case.events.count()
    with pytest.raises(Refused), transaction.atomic():
        services.complete_task(task, second, by=by)
    assert approved.state == {"pause": "paused", "cancel": "cancelled"}[first]
    assert approved.case.events.count() == events


def test_a_change_handed_in_after_it_was_cancelled_changes_nothing(approved, run_jobs):
    task = approved.task("change")
    draft = approved._draft(task, approved.cast.post(ORGANISER), {"publicity": "欢迎。"})
    approved.cancel()
    with pytest.raises(Refused), transaction.atomic():
        services.complete_task(task, "change_at_once", by=approved.cast.post(ORGANISER), draft=draft)
    run_jobs()
    assert (approved.page.status, approved.page.summary) == ("cancelled", "")
