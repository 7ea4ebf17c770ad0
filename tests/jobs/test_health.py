"""What monitoring sees."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from portal.jobs.models import Job, Worker


@pytest.fixture
def worker(db):
    return Worker.objects.create(name="east-1", seen_at=timezone.now())


def test_all_is_well_with_a_living_worker(client, worker):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True, "database": True, "worker": True, "oldest_due_job_seconds": 0, "dead_jobs": 0,
    }  # fmt: skip


def test_each_host_is_asked_by_its_own_address_behind_the_proxy_that_does_tls(client, worker, settings):
    settings.ALLOWED_HOSTS = ["portal.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz", headers={"host": "10.0.0.5:8000"}).status_code == 200
    assert client.get("/", headers={"host": "10.0.0.5:8000"}).status_code == 400


def test_a_worker_not_seen_for_long_is_reported(client, worker):
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["worker"]) == (503, False)


def test_work_left_lying_is_reported(client, worker):
    Job.objects.create(kind="any", run_after=timezone.now() - timedelta(minutes=10))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["oldest_due_job_seconds"] >= 600


def test_a_database_that_is_away_is_reported_without_its_name(client, worker, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("could not connect to db.internal as portal")

    monkeypatch.setattr("portal.jobs.health._look", away)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "database": False}
