"""The admin's page about master keys, for system administrators only, and the rotation behind its button."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from portal.directory.models import Post, User
from portal.jobs import runner
from portal.jobs.models import Job
from portal.keyroom import job_handlers, services
from portal.privacy import rotation, sealing
from portal.privacy.models import DataKey
from portal.settings.masterkeys import MasterKeys
from tests.privacy.conftest import FIRST, SECOND

PAGE, BUTTON = "keyroom:index", "keyroom:rotate"


@pytest.fixture
def two_versions(settings, db):
    made = [sealing.new_key() for _ in range(5)]
    settings.MASTER_KEYS = MasterKeys({"1": FIRST, "2": SECOND})
    return made


def with_post(cast, role):
    user = User.objects.create(username=f"a_{role}", name=role)
    Post.objects.create(user=user, organisation=cast.post("form_administrator").organisation, role=role)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def administrator(cast):
    return with_post(cast, "system_administrator")


def rotations():
    return Job.objects.filter(kind=services.KIND)


def run_waiting():
    for job in rotations().filter(state=Job.State.WAITING):
        runner.run(str(job.pk))


def test_the_page_says_what_each_version_wraps_and_shows_no_key(client, administrator, two_versions):
    client.force_login(administrator)
    page = client.get(reverse(PAGE))
    counted = {standing.version: standing.keys for standing in page.context["standings"]}
    assert counted == {"1": DataKey.objects.alive().count(), "2": 0}
    assert reverse(BUTTON) in page.content.decode()
    assert FIRST not in page.content.decode()
    assert SECOND not in page.content.decode()


def test_the_button_has_all_keys_wrapped_anew_in_the_background(client, administrator, two_versions):
    total = rotation.outdated().count()
    client.force_login(administrator)
    client.post(reverse(BUTTON))
    run_waiting()
    job = rotations().get()
    assert (job.state, job.progress, job.total) == (Job.State.DONE, total, total)
    assert not rotation.outdated().exists()
    assert reverse(BUTTON) not in client.get(reverse(PAGE)).content.decode()


def test_while_it_is_under_way_the_page_says_how_far_and_offers_no_second_one(client, administrator, two_versions):
    client.force_login(administrator)
    client.post(reverse(BUTTON))
    rotations().update(state=Job.State.RUNNING, progress=1200, total=4000)
    page = client.get(reverse(PAGE)).content.decode()
    assert 'value="1200" max="4000"' in page
    assert reverse(BUTTON) not in page
    client.post(reverse(BUTTON))
    assert rotations().count() == 1


def test_a_long_rotation_goes_on_in_the_next_job(administrator, two_versions, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    monkeypatch.setattr(job_handlers, "SECONDS", 0.0)
    total = rotation.outdated().count()
    services.ask_for_rotation(by=administrator.acting_post)
    rounds = 0
    while services.job_in_hand():
        run_waiting()
        rounds += 1
    assert rounds > total // 2
    assert not rotation.outdated().exists()
    assert rotations().order_by("-made_at").first().total == total


def test_a_job_that_was_killed_and_is_started_again_counts_what_was_done(administrator, two_versions, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    total = rotation.outdated().count()
    services.ask_for_rotation(by=administrator.acting_post)
    next(rotation.steps())
    run_waiting()
    job = rotations().get()
    assert (job.state, job.progress) == (Job.State.DONE, total)


@pytest.mark.parametrize("role", ["form_administrator", "log_auditor", "site_editor", "police_leader"])
def test_nobody_else_is_let_in(client, cast, two_versions, role):
    user = with_post(cast, role)
    user.user_permissions.add(Permission.objects.get(codename="change_job"))
    client.force_login(user)
    assert "standings" not in (client.get(reverse(PAGE)).context or {})
    client.post(reverse(BUTTON))
    assert not rotations().exists()


def test_looking_at_the_address_of_the_button_starts_nothing(client, administrator, two_versions):
    client.force_login(administrator)
    assert client.get(reverse(BUTTON)).status_code == 405
    assert not rotations().exists()


def test_somebody_not_signed_in_starts_nothing(client, two_versions):
    assert client.post(reverse(BUTTON)).status_code == 302
    assert not rotations().exists()
