"""A workflow that calls another system: signed, in keys and numbers, tried again, visible on the case."""

import json
import threading
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from portal.jobs import runner
from portal.jobs.models import Job
from portal.notices.delivering import call
from portal.notices.models import Channel
from portal.notices.models.channel import Address
from portal.outgoing import NotSent, sending
from tests.outgoing.conftest import gateway
from tests.workflows.definitions import WORKFLOW
from workflows import builder, publishable, services
from workflows.desk.effects import runs_of
from workflows.models import EffectRun
from workflows.schema import EffectCall

__all__ = ["gateway"]
CALL = EffectCall(type="webhook", settings={"channel": "archive"})


@pytest.fixture
def archive(gateway, db):
    made = Channel(key="archive", name="Archive", kind="webhook")
    made.seal(Address(gateway.url, "geheimgeheimgeheim"))
    made.save()
    return made


def calling():
    first, *rest = WORKFLOW.transitions
    return WORKFLOW.model_copy(update={"transitions": (first.model_copy(update={"effects": (CALL,)}), *rest)})


@pytest.fixture
def case(archive, story):
    services.publish(builder.save_definition(calling(), by=None), by=None)
    made = story.report()
    story.accept(made)
    return made


def run_effect(case):
    run = EffectRun.objects.get(case=case, type="webhook")
    job = Job.objects.get(key=run.job_key)
    runner.run(str(job.pk))
    return run


def state(case):
    return next(shown.state for shown in runs_of(case) if shown.run.type == "webhook")


def test_the_other_system_hears_what_happened_in_keys_and_numbers(case, gateway):
    run_effect(case)
    ((_path, headers, body),) = gateway.got
    told = json.loads(body)
    assert (told["case"], told["transition"], told["state"]) == (case.number, "accept", "handling")

    for secret in ("小明", "独自在家", "王老师", "990121101201"):
        assert secret not in body.decode()
    assert headers["X-Tonghu-Signature"].startswith("sha256=")
    assert state(case) == "done"


def test_the_day_is_the_one_it_is_in_the_prefecture(archive, story, gateway, monkeypatch):
    services.publish(builder.save_definition(calling(), by=None), by=None)
    early = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    with monkeypatch.context() as night:
        night.setattr(timezone, "now", lambda: early)
        case = story.report()
        story.accept(case)
    run_effect(case)
    assert json.loads(gateway.got[0][2])["on"] == "2026-03-03"


def test_one_that_is_away_is_tried_again_under_the_same_id_and_the_case_says_so(case, gateway):
    gateway.status = 503
    run = run_effect(case)
    assert state(case) == "trying"
    Job.objects.filter(key=run.job_key).update(state=Job.State.DEAD)
    assert state(case) == "failed"
    gateway.status = 200
    Job.objects.filter(key=run.job_key).update(state=Job.State.WAITING, run_after=case.opened_at)
    run_effect(case)
    assert state(case) == "done"
    run_effect(case)
    assert len(gateway.got) == 2
    assert len({headers["X-Tonghu-Delivery"] for _path, headers, _body in gateway.got}) == 1


def test_one_that_hangs_is_hung_up_on_and_the_case_says_that_it_is_tried_again(case, gateway, monkeypatch):
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    gateway.silent = threading.Event()
    run = run_effect(case)
    job = Job.objects.get(key=run.job_key)
    assert (job.state, job.attempts) == (Job.State.WAITING, 1)
    assert state(case) == "trying"
    gateway.silent.set()
    gateway.silent = None
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    run_effect(case)
    assert state(case) == "done"
    assert len({headers["X-Tonghu-Delivery"] for _path, headers, _body in gateway.got}) == 1


def test_a_channel_that_is_not_there_is_found_before_publishing(archive, version):
    assert publishable.problems_in(calling()) == []
    Channel.objects.all().delete()
    (problem,) = publishable.problems_in(calling())
    assert "archive" in str(problem)


def test_the_editor_says_the_same(archive, version):
    saved = builder.save_definition(calling(), by=None)
    assert builder.schema_of(saved).transitions[0].effects == (CALL,)


@pytest.mark.parametrize("kind", ["webhook", "wecom", "sms"])
def test_a_channel_of_people_is_none_that_a_workflow_calls(archive, version, cast, kind):
    """An office that has no part in the case would read its number and its steps there."""
    archive.kind = kind
    archive.organisation = cast.post("west_police").organisation if kind != "sms" else None
    archive.save()
    assert [problem.code for problem in publishable.problems_of_schema(calling())] == ["effect_wrong"]
    with pytest.raises(NotSent) as refusal:
        call("archive", {"case": "1"}, delivery="d")
    assert refusal.value.code == "no_channel"
