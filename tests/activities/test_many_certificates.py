"""More certificates than one job can make: they are made piece by piece, each once, whatever is killed or repeated."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from forms import files
from forms.models import StoredFile
from portal.jobs.models import Job
from tests.activities.conftest import ORGANISER, REVIEWER, SUMMARY
from workflows import services
from workflows.desk.effects import runs_of
from workflows.effects import pdf as effect
from workflows.events import broken_links
from workflows.job_handlers import run_effect
from workflows.models import Case, EffectRun
from workflows.rights.erasing import bury
from workflows.rights.locking import lock
from workflows.rights.models.erasure import Reason

VOLUNTEERS = [{"name": f"志愿者{number}", "hours": "2"} for number in range(7)]

SEVEN = {**SUMMARY, "volunteers": VOLUNTEERS, "volunteer_count": 7, "service_hours": "14"}


@pytest.fixture
def made(register, run_jobs, it_is, monkeypatch):
    """The effect that makes seven certificates, three in a job."""
    monkeypatch.setattr(effect, "AT_ONCE", 3)
    monkeypatch.setattr(effect.pdf, "render_html", lambda html: re.search("志愿者[0-9]+", html)[0].encode())
    activity = register()
    activity.agree()
    run_jobs()
    for ahead, at in ((10, "10:00"), (17, "12:00")):
        it_is(ahead, at)
        services.sweep()
    activity.finish("summarise", "hand_in_summary", by=ORGANISER, **SEVEN)
    activity.finish("review_summary", "accept_summary", by=REVIEWER, result="approved")
    return activity


def certificates():
    kept = StoredFile.objects.filter(field_key="letter:service_certificate").select_related("data_key")
    return sorted(files.content_of(file).decode() for file in kept)


def state(activity):
    return next(shown.state for shown in runs_of(activity.case) if shown.run.type == "pdf")


def test_each_is_made_once_and_the_case_says_when_all_are_there(made, run_jobs):
    run_jobs()
    assert (len(certificates()), state(made)) == (3, "waiting")
    run_jobs()
    run_jobs()
    assert certificates() == [one["name"] for one in VOLUNTEERS]
    assert state(made) == "done"


def test_a_piece_that_is_delivered_twice_is_written_once(made):
    run = made.case.effect_runs.get(type="pdf")
    for start in (0, 0, 3, 0, 3, 6, 6):
        ending = run_effect(effect_run=run.pk, start=start)
        if ending:
            with transaction.atomic():
                ending()
    assert certificates() == [one["name"] for one in VOLUNTEERS]


def test_a_later_piece_that_failed_is_tried_again_from_the_case(made, run_jobs, cast):
    run_jobs()
    run = made.case.effect_runs.get(type="pdf")
    Job.objects.filter(key=f"{run.job_key}:3").update(state=Job.State.DEAD)
    assert state(made) == "failed"
    assert services.retry_effect(run, by=cast.post(REVIEWER)) is True
    run_jobs()
    run_jobs()
    assert len(certificates()) == len(VOLUNTEERS)


def erase(made):
    made.case.refresh_from_db()
    summary = made.case.case_submissions.get(submission__version__form__key="activity_summary").submission
    with transaction.atomic():
        lock(made.case)
        bury(summary, reason=Reason.WITHDRAWN)
    return summary


def why_not(made):
    return made.case.effect_runs.get(type="pdf").skipped


def test_what_is_erased_while_a_piece_is_being_made_is_not_written(made, run_jobs):
    run = made.case.effect_runs.get(type="pdf")
    ending = run_effect(effect_run=run.pk)
    summary = erase(made)
    with transaction.atomic():
        ending()
    assert not summary.files.exists()
    run_jobs()
    run_jobs()
    assert certificates() == []
    assert (state(made), why_not(made)) == ("skipped", "erased")
    assert broken_links(Case.objects.get(pk=made.case.pk)) == []


def test_of_what_was_erased_before_nothing_is_made_and_the_case_says_so(made, run_jobs, cast, client):
    erase(made)
    run_jobs()
    run_jobs()
    assert certificates() == []
    assert (state(made), why_not(made)) == ("skipped", "erased")
    client.force_login(cast.people[REVIEWER])
    html = client.get(reverse("desk:case", args=[made.case.pk])).content.decode()
    assert str(EffectRun.Skipped.ERASED.label) in html
