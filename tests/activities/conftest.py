"""The shipped workflow for activities, and one activity that people take through it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from content.models import ActivityPage
from content.setup import ensure_site
from forms import builder as form_builder
from forms import services as forms
from forms.models import Form
from portal.jobs import runner
from portal.jobs.models import Job
from tests.cast import EAST_VILLAGE, Cast
from workflows import builder, packing, services
from workflows.letters import builder as letter_builder
from workflows.letters import publishing as letters
from workflows.models import Case
from workflows.prefill import initial_answers

ORGANISER, REVIEWER, POLICE = "east_teacher", "east_civil_affairs", "east_police"
FORMS = ("activity", "activity_summary", "approval")
SIGNED = {"name": "审批人", "signed_at": "2026-11-22T09:00:00+08:00"}


# The same day through a whole run.
TODAY = timezone.localdate()


def day(ahead):
    return (TODAY + timedelta(days=ahead)).isoformat()


def session(ahead, begins="09:00", ends="11:00"):
    return {
        "day": day(ahead), "begins": begins, "ends": ends,
        "starts_at": f"{day(ahead)}T{begins}:00+08:00", "ends_at": f"{day(ahead)}T{ends}:00+08:00",
    }  # fmt: skip


def registration(organiser, **changes):
    return {
        "title": "假期安全小课堂", "organiser": str(organiser.pk), "kind": "self_protection", "times": ["weekend"],
        "sessions": [session(10), session(17)], "venue": "childrens_home", "place": EAST_VILLAGE,
        "place_text": "桃源村儿童之家", "children_count": 30, "age_from": 6, "age_to": 12, "volunteers": 4,
        "sign_up": "public", "leader_name": "许春晓", "leader_phone": "13900000001",
        "emergency_contact": "李老师 13900000002", "checked": True, "free": True, "off_site": False,
        "overnight": False, "water": False, "safety_plan": "每十名儿童配一名志愿者，全程清点人数，备急救箱。",
        **changes,
    }  # fmt: skip


SUMMARY = {
    "sessions_held": 2, "children_served": 28, "outcome": "孩子们学会了遇到陌生人和火情时怎样保护自己。",
    "volunteers": [{"name": "黎青禾", "hours": "6"}, {"name": "丁暖", "hours": "4.5"}],
    "volunteer_count": 2, "service_hours": "10.5", "harm_found": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def sealed_folder(settings, tmp_path):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "sealed", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "sealed": storage}


@dataclass
class Activity:
    """Each verb goes through the front doors."""

    cast: Cast
    case: Case

    @property
    def page(self):
        return ActivityPage.objects.first()

    @property
    def state(self):
        self.case.refresh_from_db()
        return self.case.state

    def task(self, key):
        return self.case.tasks.open().get(key=key)

    def finish(self, key, way, *, by, **answers):
        task = self.task(key)
        task.case = Case.objects.get(pk=self.case.pk)
        draft = self._draft(task, self.cast.post(by), answers) if task.type.form else None
        services.complete_task(task, way, by=self.cast.post(by), draft=draft)

    def _draft(self, task, post, answers):
        version = Form.objects.get(key=task.type.form).current_version
        known = initial_answers(task, version.schema, by=post).answers
        if task.type.form == "activity":
            known |= {"checked": True, "free": True}
        if task.type.form == "approval":
            known |= {"leader_signature": SIGNED}
        draft, _token = forms.start_draft(
            version, occasion=services.occasion_of(task.pk), post=post, initial={**known, **answers}
        )
        return draft

    def agree(self):
        self.finish("review", "agree", by=REVIEWER, result="approved")

    def cancel(self):
        self.finish("prepare", "cancel", by=ORGANISER)


@pytest.fixture
def published(cast):
    """The forms and the workflow, as the pack has them; the site has a list of activities."""
    ensure_site()
    pack = packing.read(packing.find("child-protection"))
    for form in pack.forms:
        if form.key in FORMS:
            forms.publish(form_builder.save_definition(form, by=None), by=None)
    [letter] = [one for one in pack.letters if one.form in FORMS]
    letters.publish(letter_builder.save_definition(letter, by=None), by=None)
    [workflow] = [one for one in pack.workflows if one.key == "activity"]
    return services.publish(builder.save_definition(workflow, by=None), by=None)


@pytest.fixture
def register(cast, published):
    def make(*, by=ORGANISER, **changes) -> Activity:
        post = cast.post(by)
        version = Form.objects.get(key="activity").current_version
        answers = registration(post.organisation, **changes)
        draft, _token = forms.start_draft(version, occasion="page:1", post=post, initial=answers)
        receipt = forms.submit(draft, by=post, idempotency_key=str(draft.pk))
        return Activity(cast, Case.objects.get(case_submissions__submission=receipt.submission))

    return make


@pytest.fixture
def run_jobs():
    def run(kind="workflows.effect"):
        waiting = Job.objects.filter(state=Job.State.WAITING, kind=kind)
        # As they were caused: what comes too early waits for its turn, and nobody here comes back for it.
        for job in sorted(waiting, key=lambda job: job.arguments.get("effect_run", 0)):
            runner.run(str(job.pk))

    return run


@pytest.fixture
def it_is(monkeypatch):
    """The clock is moved: so many days from today, at that time."""

    def move(ahead, at="10:00"):
        now = datetime.fromisoformat(f"{day(ahead)}T{at}:00+08:00")
        monkeypatch.setattr(timezone, "now", lambda: now)

    return move
