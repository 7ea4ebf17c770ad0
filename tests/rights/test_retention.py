"""What is over its time is announced, then erased; a hold or a longer time comes first."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from forms import builder as form_builder
from forms import services as forms
from forms.models import Submission
from portal.access.models import Access
from portal.jobs.models import Job
from portal.localday import months_before
from tests.rights.conftest import close
from tests.workflows.definitions import FORMS
from workflows.models import Case
from workflows.rights import holding, retention
from workflows.rights.models import RunningOut, Tombstone

# The forms of the small workflow are kept for five years.
LONG_AGO = timedelta(days=366 * 5 + 30)


@pytest.fixture
def old_case(closed_case):
    closed_case.closed_at = timezone.now() - LONG_AGO
    closed_case.save()
    return closed_case


def day(offset=0):
    return timezone.localdate() + timedelta(days=offset)


def keep_for(key, months):
    schema = FORMS[key].model_copy(update={"retention_months": months})
    forms.publish(form_builder.save_definition(schema, by=None), by=None)


def test_only_what_was_closed_long_enough_ago_runs_out(old_case, story):
    close(story, story.report())
    Submission.objects.update(submitted_at=timezone.now() - LONG_AGO)

    assert set(retention.run_out(day()).values_list("in_case__case", flat=True)) == {old_case.pk}


def test_an_open_case_never_runs_out(story):
    story.report()
    Submission.objects.update(submitted_at=timezone.now() - LONG_AGO)
    Case.objects.update(opened_at=timezone.now() - LONG_AGO)

    assert not retention.run_out(day()).exists()


def test_it_is_announced_two_weeks_before_it_is_erased(old_case):
    retention.announce(day())
    assert RunningOut.objects.count() == 2
    assert retention.erase_due(day(13)) == 0

    assert retention.erase_due(day(14)) == 2
    assert set(Tombstone.objects.values_list("reason", flat=True)) == {"retention"}
    assert not RunningOut.objects.exists()
    assert retention.erase_due(day(14)) == 0


def test_closed_tips_stay_as_counts_without_words(old_case):
    retention.announce(day())
    retention.erase_due(day(14))

    answers = [submission.open_answers for submission in Submission.objects.order_by("submitted_at")]
    assert answers == [{"danger_now": "yes"}, {"result": "false"}]


def test_the_access_log_says_that_the_portal_erased_it_and_nothing_of_whom_it_was_about(old_case):
    retention.announce(day())
    retention.erase_due(day(14))

    rows = Access.objects.filter(action="erase_run_out", allowed=True, user=None, matter=old_case.pk)
    assert {row.object_id for row in rows} == set(map(str, Tombstone.objects.values_list("submission", flat=True)))
    assert all(row.purpose.endswith("rights.retention: 1 submission, 0 files") for row in rows)


def test_a_hold_keeps_it_and_does_not_hold_up_the_rest(old_case, keepers, story):
    other = close(story, story.report())
    Case.objects.filter(pk=other.pk).update(closed_at=timezone.now() - LONG_AGO)
    retention.announce(day())
    holding.place(old_case, by=keepers.leader, reason="诉讼未结", until=day(30))

    assert [retention.erase_due(day(14), most=1) for _ in range(3)] == [1, 1, 0]
    assert Tombstone.objects.filter(submission__in_case__case=old_case).count() == 0
    assert Tombstone.objects.filter(submission__in_case__case=other).count() == 2


def test_a_hold_that_comes_while_the_job_runs_is_seen_under_the_lock(old_case, keepers, monkeypatch):
    retention.announce(day())
    held = old_case.case_submissions.first().submission
    # As when the hold is written between looking and locking.
    monkeypatch.setattr(retention, "_held", lambda: retention.Q(pk__in=[]))
    holding.place(held, by=keepers.leader, reason="诉讼未结", until=day(30))

    retention.erase_due(day(14))

    assert not Tombstone.objects.filter(submission=held).exists()


def test_a_longer_time_saves_what_was_announced(old_case):
    retention.announce(day())
    keep_for("small_report", 120)
    keep_for("small_response", 120)

    assert retention.erase_due(day(14)) == 0
    retention.announce(day(14))
    assert not RunningOut.objects.exists()


def test_the_daily_job_goes_on_in_batches(old_case, run_jobs, monkeypatch):
    monkeypatch.setattr("workflows.rights.job_handlers.BATCH", 1)
    retention.announce(day(-14))
    retention._planned.clear()
    retention.plan_day()

    for _ in range(4):
        run_jobs("rights.retention")

    assert Tombstone.objects.count() == 2
    assert Job.objects.filter(kind="rights.retention").count() == 3


@pytest.mark.parametrize(
    ("on", "months", "before"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 32767, date(1900, 1, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(on, months, before):
    assert months_before(on, months) == before
