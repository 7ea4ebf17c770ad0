"""A house with the demo prefecture in it, and a report full of canaries that has walked as far as the township."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from forms import files, services
from forms.models import Draft, Form, FormPage
from portal import pdf
from portal.directory.models import Post, User
from portal.jobs import runner
from portal.jobs.models import Job
from tests.adversary import canaries
from tests.lasting import rolled_back
from workflows import dialogue
from workflows.demo import loading
from workflows.models import Case
from workflows.services import accept_task, complete_task, occasion_of

CELLS = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[CELLS] = 0


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[CELLS]:
        terminalreporter.write_line(f"Access matrix: {config.stash[CELLS]} cells compared")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[FormPage]:
    """The demo prefecture, loaded once for the tests of a file; what they change is rolled back after each."""
    folder = tmp_path_factory.mktemp("adversary")
    options = {"location": folder / "sealed", "base_url": None}
    sealed = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    storages = {**settings.STORAGES, "sealed": sealed}
    with django_db_blocker.unblock(), override_settings(DATA_DIR=folder, STORAGES=storages), rolled_back():
        loading.load()
        yield FormPage.objects.get(slug="mandatory")


@pytest.fixture(scope="module")
def unprinted() -> Iterator[None]:
    """Printing takes a second each time, and says nothing that was not asked for before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render", lambda *_given, **_more: b"%PDF-")
        yield


@pytest.fixture
def house(demo, db) -> FormPage:
    """The page of the mandatory report, in a house that is as new."""
    cache.clear()
    return demo


@dataclass
class Planted:
    """A report that was walked through, and one that somebody is still writing."""

    page: FormPage
    case: Case
    sent: Draft
    sent_token: str
    code: str
    open: Draft
    open_token: str


@pytest.fixture(scope="module")
def walked(demo) -> Iterator[Planted]:
    with rolled_back():
        yield plant(demo)


@pytest.fixture
def planted(walked, db) -> Planted:
    cache.clear()
    return walked


def plant(house: FormPage) -> Planted:
    now = timezone.localtime().replace(second=0, microsecond=0)
    sent, sent_token = write(house, canaries.report(now))
    receipt = services.submit(sent, by=None, idempotency_key="planted")
    case = Case.objects.get(case_submissions__submission=receipt.submission)
    officer = Post.objects.select_related("user", "organisation").get(user__username="police")
    accept_task(case.tasks.open().get(), by=officer)
    complete_task(case.tasks.open().get(), "accept", by=officer)
    work(case, "record", canaries.response(now), officer)
    work(case, "send", canaries.letter(), officer)
    dialogue.ask(case, canaries.ASKED, by=officer, key="planted")
    dialogue.write(receipt.submission, canaries.ADDED, [], key="planted")
    do_all_jobs()
    sent.refresh_from_db()
    unsent, unsent_token = write(house, canaries.report(now))
    return Planted(house, case, sent, sent_token, receipt.code, unsent, unsent_token)


def write(page: FormPage, answers: dict[str, Any]) -> tuple[Draft, str]:
    """A draft on that page, filled in step by step, with a photo."""
    version = page.form.current_version
    assert version is not None
    draft, token = services.start_draft(version, occasion=f"page:{page.pk}")
    draft = save(draft, answers)
    files.store(draft, "evidence_photos", SimpleUploadedFile(f"{canaries.FILE_NAME}.jpg", canaries.photo()))
    return draft, token


def save(draft: Draft, answers: dict[str, Any]) -> Draft:
    for step in draft.version.schema.steps:
        keys = [item.key for item in step.items if item.key in answers]
        draft = services.save_step(draft, step.key, {key: answers[key] for key in keys})
    return draft


def work(case: Case, way: str, answers: dict[str, Any], officer: Post) -> None:
    task = case.tasks.open().get()
    if task.assignee is None:
        accept_task(task, by=officer)
    version = Form.objects.get(key=case.version.schema.task_type(task.key).form).current_version
    assert version is not None
    draft, _token = services.start_draft(version, occasion=occasion_of(task.pk), post=officer)
    complete_task(task, way, by=officer, draft=save(draft, answers))


def do_all_jobs() -> None:
    """The background work that is due, as the worker would."""
    for job in Job.objects.due(timezone.now()):
        runner.run(str(job.pk))
    assert not Job.objects.due(timezone.now()).exists()


def browser_of(name: str) -> Client:
    """Somebody of the demo who has signed in; nobody for an empty name."""
    client = Client(headers={"accept-language": "zh"})
    if name:
        client.force_login(User.objects.get(username=name))
    return client
