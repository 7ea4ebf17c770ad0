"""The small workflow, published, and cases that have walked some way on it."""

from dataclasses import dataclass

import pytest

from forms import builder as form_builder
from forms import services as forms
from forms.models import Form
from portal.jobs import runner
from portal.jobs.models import Job
from tests.cast import EAST_VILLAGE, Cast
from tests.workflows.definitions import FORMS, WORKFLOW
from workflows import builder, services
from workflows.models import Case, Task, WorkflowVersion

REPORTED = {
    "danger_now": "yes",
    "place": EAST_VILLAGE,
    "facts": "独自在家三天",
    "child_name": "小明",
    "reporter_name": "王老师",
}


@pytest.fixture(autouse=True)
def sealed_folder(settings, tmp_path):
    """Each test seals its files into a folder of its own."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "sealed", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "sealed": storage}


@pytest.fixture
def version(cast) -> WorkflowVersion:
    """The small workflow and its forms, as an administrator would have published them."""
    for form in FORMS.values():
        forms.publish(form_builder.save_definition(form, by=None), by=None)
    return services.publish(builder.save_definition(WORKFLOW, by=None), by=None)


def published_form(key):
    return Form.objects.get(key=key).current_version


@dataclass
class Story:
    """Somebody reports, and others act. Each verb goes through the front doors."""

    cast: Cast
    code: str = ""

    def report(self, answers=None, *, by=None, **changes) -> Case:
        """A report handed in without an account, or by somebody of the cast."""
        version = published_form("small_report")
        post = self.cast.post(by) if by else None
        answers = {**REPORTED, **(answers or {}), **changes}
        draft, token = forms.start_draft(version, occasion="page:1", post=post, initial=answers)
        receipt = forms.submit(draft, by=post, idempotency_key=token or "once")
        self.code = receipt.code
        return Case.objects.get(case_submissions__submission=receipt.submission)

    def task(self, case, key) -> Task:
        return case.tasks.open().get(key=key)

    def accept(self, case, who="east_police") -> Task:
        """The police take the case on."""
        services.complete_task(self.task(case, "take"), "accept", by=self.cast.post(who))
        return self.task(case, "respond")

    def draft(self, task, who="east_police", **answers):
        version = published_form("small_response")
        initial = {"result": "handled", "found": "已安置", **answers}
        draft, _token = forms.start_draft(
            version, occasion=services.occasion_of(task.pk), post=self.cast.post(who), initial=initial
        )
        return draft

    def notify(self, case, who="east_police") -> Task:
        """The police have handled it and notify the township."""
        task = self.accept(case, who)
        services.complete_task(task, "notify", by=self.cast.post(who), draft=self.draft(task, who))
        return self.task(case, "sign")


@pytest.fixture
def story(cast, version) -> Story:
    return Story(cast)


@pytest.fixture
def run_jobs():
    """Do the background work that is waiting, as the worker would."""

    def run(kind=None):
        jobs = Job.objects.filter(state=Job.State.WAITING)
        for job in jobs.filter(kind=kind) if kind else jobs:
            runner.run(str(job.pk))

    return run
