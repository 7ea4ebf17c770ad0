"""The list of background work, for system administrators only."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.directory.models import Post, User
from portal.jobs.models import Job


@pytest.fixture
def administrator(cast):
    """A system administrator: the right comes from the post, entry to the admin from the account."""
    from django.contrib.auth.models import Permission

    user = User.objects.create(username="keeper", name="keeper")
    Post.objects.create(
        user=user, organisation=cast.post("form_administrator").organisation, role="system_administrator"
    )
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def dead_job(db):
    return Job.objects.create(
        kind="receipt.pdf", state=Job.State.DEAD, attempts=5, error="PrintFailed", run_after=timezone.now()
    )


def fresh(job):
    return Job.objects.get(pk=job.pk)


def test_what_was_given_up_comes_first_with_a_button(client, administrator, dead_job):
    Job.objects.create(kind="newer", state=Job.State.DONE, run_after=timezone.now())
    client.force_login(administrator)
    page = client.get(reverse("jobs:index"))
    assert [job.kind for job in page.context["object_list"]] == ["receipt.pdf", "newer"]
    assert reverse("jobs:retry", args=[dead_job.pk]) in page.content.decode()


def test_one_click_gives_a_job_its_attempts_back(client, administrator, dead_job):
    client.force_login(administrator)
    client.post(reverse("jobs:retry", args=[dead_job.pk]))
    assert (fresh(dead_job).state, fresh(dead_job).attempts) == (Job.State.WAITING, 0)


def test_all_can_be_tried_again_at_once(client, administrator, dead_job):
    client.force_login(administrator)
    client.post(reverse("jobs:retry_all"))
    assert not Job.objects.dead().exists()


def test_looking_at_the_address_of_a_button_changes_nothing(client, administrator, dead_job):
    client.force_login(administrator)
    assert client.get(reverse("jobs:retry_all")).status_code == 405
    assert fresh(dead_job).state == Job.State.DEAD


@pytest.mark.parametrize("name", ["jobs:index", "jobs:retry_all"])
def test_a_form_administrator_is_not_let_in(client, cast, administrator, dead_job, name):
    user = cast.form_administrator
    user.user_permissions.set(administrator.user_permissions.all())
    client.force_login(user)
    client.post(reverse(name)) if name == "jobs:retry_all" else client.get(reverse(name))
    page = client.get(reverse("jobs:index"))
    assert "receipt.pdf" not in page.content.decode()
    assert fresh(dead_job).state == Job.State.DEAD


def test_somebody_not_signed_in_is_sent_to_sign_in(client, dead_job):
    assert client.post(reverse("jobs:retry_all")).status_code == 302
    assert fresh(dead_job).state == Job.State.DEAD
