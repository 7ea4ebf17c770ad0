"""Outbox, claims and runner: each job once, whatever is delivered how often."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.jobs import claims, reconciler, runner, services
from portal.jobs.models import Job
from portal.jobs.progress import progress
from portal.jobs.registry import JobKind, registry

SECRET = "王小明"


class LibraryGaveUp(BaseException):
    """What WeasyPrint raises is no Exception either."""


@pytest.fixture
def kind(monkeypatch):
    """Registers a kind of job for one test."""

    def make(handler, *, key="test.kind", max_attempts=3, in_transaction=True):
        monkeypatch.setitem(registry._kinds, key, JobKind(key, handler, max_attempts, in_transaction))
        return key

    return make


@pytest.fixture(autouse=True)
def silence(settings):
    settings.JOBS_RING = False


@pytest.fixture
def rings(monkeypatch):
    heard = []
    monkeypatch.setattr("portal.jobs.doorbell.ring", heard.append)
    monkeypatch.setattr("portal.jobs.doorbell.waiting_rings", lambda: 0)
    return heard


def fresh(job):
    return Job.objects.get(pk=job.pk)


def fail_with(error):
    def handler(**ids):
        raise error

    return handler


def hurry(job):
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now())


@pytest.mark.django_db
def test_a_job_runs_once_and_a_second_delivery_changes_nothing(kind):
    calls = []
    job = services.enqueue(kind(lambda number: calls.append(number)), number=7)
    runner.run(str(job.pk))
    runner.run(str(job.pk))
    assert calls == [7]
    assert fresh(job).state == Job.State.DONE
    assert fresh(job).attempts == 1


@pytest.mark.django_db
def test_the_same_key_gives_the_same_job(kind):
    key = kind(lambda: None)
    assert services.enqueue(key, key="receipt-1") == services.enqueue(key, key="receipt-1")
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_kind_that_nobody_registered_is_refused_when_asked_for():
    with pytest.raises(LookupError):
        services.enqueue("test.unknown")


@pytest.mark.django_db
def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(kind):
    key = kind(lambda: None)
    with transaction.atomic():
        services.enqueue(key)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_job_in_somebodys_hand_is_not_taken_again(kind):
    job = services.enqueue(kind(lambda: None))
    first = claims.take(job.pk)
    assert first is not None
    assert claims.take(job.pk) is None


@pytest.mark.django_db
def test_the_attempt_is_counted_before_the_work_begins(kind):
    seen = []
    job = services.enqueue(kind(lambda: seen.append(Job.objects.get().attempts), in_transaction=False))
    runner.run(str(job.pk))
    assert seen == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("error", [ValueError(SECRET), LibraryGaveUp(SECRET), SystemExit(SECRET)])
def test_a_failure_waits_and_says_where_but_never_what_was_in_the_text(kind, error, caplog):
    job = services.enqueue(kind(fail_with(error)))
    before = timezone.now()
    runner.run(str(job.pk))
    after = fresh(job)
    assert after.state == Job.State.WAITING
    assert after.run_after > before + timedelta(seconds=3)
    assert after.error.startswith(f"{type(error).__name__} at tests/jobs/test_jobs.py:")
    assert SECRET not in after.error + caplog.text


@pytest.mark.django_db
def test_after_the_last_attempt_a_job_is_given_up_and_can_be_retried(kind):
    job = services.enqueue(kind(fail_with(ValueError()), max_attempts=2))
    for _ in range(2):
        hurry(job)
        runner.run(str(job.pk))
    assert fresh(job).state == Job.State.DEAD
    assert services.retry(job.pk)
    assert not services.retry(job.pk)
    assert (fresh(job).state, fresh(job).attempts) == (Job.State.WAITING, 0)


@pytest.mark.django_db
def test_retrying_all_of_one_kind_leaves_the_others_dead(kind):
    for key in ("test.one", "test.other"):
        kind(lambda: None, key=key)
        Job.objects.filter(pk=services.enqueue(key).pk).update(state=Job.State.DEAD)
    assert services.retry_all("test.one") == 1
    assert Job.objects.dead().get().kind == "test.other"


@pytest.mark.django_db
def test_what_a_failed_handler_wrote_is_rolled_back(kind):
    def write_and_fail():
        Job.objects.create(kind="trace", run_after=timezone.now())
        raise ValueError

    runner.run(str(services.enqueue(kind(write_and_fail)).pk))
    assert not Job.objects.filter(kind="trace").exists()


@pytest.mark.django_db
def test_the_function_a_slow_handler_returns_commits_together_with_done(kind):
    def write_and_fail():
        Job.objects.create(kind="trace", run_after=timezone.now())
        raise ValueError

    job = services.enqueue(kind(lambda: write_and_fail, in_transaction=False))
    runner.run(str(job.pk))
    assert not Job.objects.filter(kind="trace").exists()
    assert fresh(job).state == Job.State.WAITING


@pytest.mark.django_db
def test_a_worker_that_comes_back_too_late_keeps_nothing_of_what_it_wrote(kind):
    def lose_the_lease():
        Job.objects.update(attempts=2, holder="somebody/else")
        return lambda: Job.objects.create(kind="trace", run_after=timezone.now())

    job = services.enqueue(kind(lose_the_lease, in_transaction=False))
    runner.run(str(job.pk))
    assert not Job.objects.filter(kind="trace").exists()
    assert fresh(job).state == Job.State.RUNNING


@pytest.mark.django_db
def test_a_kind_this_release_does_not_know_waits_and_is_given_up_in_the_end(kind, monkeypatch):
    job = services.enqueue(kind(lambda: None))
    monkeypatch.delitem(registry._kinds, "test.kind")
    runner.run(str(job.pk))
    assert fresh(job).state == Job.State.WAITING
    Job.objects.update(attempts=5, run_after=timezone.now())
    runner.run(str(job.pk))
    assert fresh(job).state == Job.State.DEAD


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_is_given_up_without_running_again(kind):
    calls = []
    job = services.enqueue(kind(lambda: calls.append(1)))
    Job.objects.update(state=Job.State.RUNNING, attempts=3, lease_until=timezone.now() - timedelta(seconds=1))
    runner.run(str(job.pk))
    assert fresh(job).state == Job.State.DEAD
    assert calls == []


@pytest.mark.django_db
def test_progress_is_written_for_people_to_see(kind):
    job = services.enqueue(kind(lambda: progress(3, 3), in_transaction=False))
    runner.run(str(job.pk))
    assert (fresh(job).progress, fresh(job).total) == (3, 3)


@pytest.mark.django_db
def test_progress_outside_a_job_asks_the_database_nothing(kind, django_assert_num_queries):
    job = services.enqueue(kind(lambda: progress(3, 3), in_transaction=False))
    runner.run(str(job.pk))
    with django_assert_num_queries(0):
        progress(9, 9)
    assert (fresh(job).progress, fresh(job).total) == (3, 3)


@pytest.mark.django_db
def test_lost_rings_are_repeated_and_fresh_ones_are_not(kind, rings):
    key = kind(lambda: None)
    now = timezone.now()
    lost, fresh_ring, later = services.enqueue(key), services.enqueue(key), services.enqueue(key)
    Job.objects.filter(pk=lost.pk).update(rung_at=now - timedelta(seconds=30))
    Job.objects.filter(pk=fresh_ring.pk).update(rung_at=now)
    Job.objects.filter(pk=later.pk).update(run_after=now + timedelta(hours=1))
    assert reconciler.reconcile() == 1
    assert rings == [lost.pk]


@pytest.mark.django_db
def test_while_rings_wait_in_the_queue_only_those_never_sent_are_added(kind, rings, monkeypatch):
    monkeypatch.setattr("portal.jobs.doorbell.waiting_rings", lambda: 1)
    key = kind(lambda: None)
    old, never = services.enqueue(key), services.enqueue(key)
    Job.objects.filter(pk=old.pk).update(rung_at=timezone.now() - timedelta(seconds=30))
    reconciler.reconcile()
    assert rings == [never.pk]


@pytest.mark.django_db
def test_two_reconcilers_that_saw_the_same_job_ring_once(kind, rings):
    job = services.enqueue(kind(lambda: None))
    assert [reconciler._ring_again(job), reconciler._ring_again(job)] == [1, 0]
    assert rings == [job.pk]


@pytest.mark.django_db
def test_a_delayed_job_is_rung_for_when_its_time_has_come(kind, rings):
    job = services.enqueue(kind(lambda: None), run_after=timezone.now() + timedelta(hours=1))
    assert reconciler.reconcile() == 0
    hurry(job)
    assert reconciler.reconcile() == 1


@pytest.mark.django_db
def test_bystanders_of_a_killed_process_get_their_attempt_back_and_the_culprit_does_not(kind):
    key = kind(lambda: None)
    culprit, bystander = services.enqueue(key), services.enqueue(key)
    lease = timezone.now() + timedelta(minutes=1)
    for job, process in ((culprit, 11), (bystander, 12)):
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.RUNNING, attempts=1, holder=f"east/{process}", lease_until=lease
        )
    claims.release_all_of("east", culprit=11)
    assert (fresh(culprit).attempts, fresh(bystander).attempts) == (1, 0)
    assert Job.objects.due(timezone.now()).count() == 2


def test_each_pause_is_longer_than_the_one_before_and_none_is_endless():
    pauses = [claims.pause_after(attempt) for attempt in range(1, 12)]
    assert pauses[:5] == sorted(pauses[:5])
    assert max(pauses) <= claims.LONGEST_PAUSE * 1.2
