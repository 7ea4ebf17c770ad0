"""Who administers the portal can neither become the log auditor, nor be one in their place, nor take them away."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from portal.access.models import Access
from portal.access.refusal import Refused
from portal.accounts import second_factor
from portal.accounts.models import SecondFactor
from portal.directory.groups import MAY, SYSTEM_ADMINISTRATORS
from portal.directory.importing.tables import Outcome
from portal.directory.models import Absence, Organisation, Post, User
from portal.directory.models import post as posts
from portal.privacy import sealing
from tests.staffing.test_people_from_excel import faults, judged
from workflows.logreaders import log_readable_by

OFFICE = "禾川市 portal_office"


def run(*words) -> list[str]:
    out = StringIO()
    call_command("log_auditor", *words, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def person(cast):
    return User.objects.create_user("shui", password="the-administrator-knows-it", name="水清澈")


@pytest.fixture
def auditor(person):
    run("appoint", "shui", "--organisation", OFFICE)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def keeper(client, cast, settings):
    """A system administrator at work in the admin."""
    settings.SECOND_FACTOR_REQUIRED = False
    user = User.objects.create(username="keeper", name="keeper")
    user.user_permissions.set(Permission.objects.filter(MAY[SYSTEM_ADMINISTRATORS]))
    office = Organisation.objects.get(name=OFFICE)
    Post.objects.create(user=user, organisation=office, role="system_administrator")
    client.force_login(user)
    return user


def sent(user, role="log_auditor", **more):
    office = Organisation.objects.get(name=OFFICE)
    given = {"user": user.pk, "organisation": office.pk, "role": role, "starts_on": str(timezone.localdate())}
    return {**given, "title": "", "ends_on": "", "successor": "", **more}


def test_the_server_appoints_with_a_password_that_nobody_else_knows_and_it_is_on_record(person, cast):
    password = run("appoint", "shui", "--organisation", OFFICE)[-1]

    auditor = User.objects.get(pk=person.pk)
    assert auditor.check_password(password)
    assert not auditor.check_password("the-administrator-knows-it")
    assert auditor.acting_post.role == "log_auditor"
    row = Access.objects.get(action="appoint_auditor")
    assert (row.object_id, row.user) == (str(auditor.acting_post.pk), None)
    assert row.purpose.startswith("manage.py log_auditor")
    assert run("list")[0].startswith("shui")


def test_a_second_factor_from_before_is_forgotten(person, cast):
    factor = SecondFactor(user=person, data_key=sealing.new_key(), last_step=1, since=timezone.now())
    factor.seal(b"0" * 20)
    factor.save(force_insert=True)
    run("appoint", "shui", "--organisation", OFFICE)
    assert not SecondFactor.objects.exists()


def test_the_server_dismisses_and_it_is_on_record(auditor):
    run("dismiss", "shui")

    assert not Post.objects.appointed().exists()
    assert Access.objects.filter(action="dismiss_auditor").count() == 1
    with pytest.raises(CommandError):
        run("dismiss", "shui")
    run("appoint", "shui", "--organisation", OFFICE)
    assert Post.objects.appointed().count() == 1


def test_who_administers_anything_is_not_appointed(keeper, cast):
    User.objects.create(username="root", is_superuser=True)
    for name in ("keeper", "root", "form_administrator"):
        with pytest.raises(CommandError):
            run("appoint", name, "--organisation", OFFICE)
    assert not Post.objects.appointed().exists()


@pytest.mark.parametrize("words", [("nobody", OFFICE), ("shui", "没有这个单位"), ("shui", "东溪县 police")])
def test_what_is_not_there_or_does_not_fit_is_said(person, words):
    with pytest.raises(CommandError):
        run("appoint", words[0], "--organisation", words[1])


def test_an_administrator_gives_the_post_to_nobody(client, keeper, person):
    for whom in (keeper, person):
        answer = client.post(reverse("posts:add"), sent(whom))
        assert answer.status_code == 200, "the form again, with what is wrong"
    own = Post.objects.get(user=keeper)
    client.post(reverse("posts:edit", args=[own.pk]), sent(keeper))

    assert not Post.objects.appointed().exists()


def test_nor_by_a_list_from_excel(cast):
    result = judged(("keeper", "keeper", "", OFFICE, "log_auditor"))
    assert result.verdicts[0].outcome == Outcome.WRONG
    assert "manage.py log_auditor" in faults(result)[0][1]


def test_a_list_with_an_auditor_in_it_as_they_are_is_taken(auditor):
    [verdict] = judged(("shui", "水清澈", "", OFFICE, "log_auditor")).verdicts
    assert verdict.outcome == Outcome.SAME


def test_an_administrator_neither_ends_nor_changes_the_post(client, keeper, auditor):
    post = auditor.acting_post
    today, later = str(timezone.localdate()), str(timezone.localdate() + timedelta(days=9))
    for change in ({"ends_on": today}, {"role": "site_editor"}, {"starts_on": later}):
        client.post(reverse("posts:edit", args=[post.pk]), sent(auditor, **{"role": "log_auditor", **change}))
    post.refresh_from_db()
    assert (post.role, post.ends_on, str(post.starts_on)) == ("log_auditor", None, today)


def test_an_auditor_is_given_no_post_of_an_administrator(auditor):
    office = Organisation.objects.get(name=OFFICE)
    with pytest.raises(ValidationError):
        Post(user=auditor, organisation=office, role="system_administrator").full_clean()
    Post(user=auditor, organisation=office, role="legal_reviewer").full_clean()


def test_an_administrator_cannot_sign_in_as_the_auditor(client, keeper, auditor):
    address = reverse("wagtailusers_users:edit", args=[auditor.pk])
    assert client.get(address).status_code == 200
    before = User.objects.get(pk=auditor.pk)
    new = {"username": "mine", "name": "水清", "password1": "An-other-0ne-then!", "password2": "An-other-0ne-then!"}
    client.post(address, new)

    after = User.objects.get(pk=auditor.pk)
    assert (after.username, after.password, after.is_active) == (before.username, before.password, True)
    with pytest.raises(Refused, match="appointed"):
        second_factor.reset(auditor, by=keeper)


def test_a_substitute_of_the_auditor_reads_no_log(client, keeper, auditor):
    office = Post.objects.get(user=keeper)
    today = timezone.localdate()
    Absence.objects.create(post=auditor.acting_post, substitute=office, starts_on=today, ends_on=today, made_by=keeper)
    assert not log_readable_by(keeper).exists()
    assert log_readable_by(auditor).exists()


def test_the_log_has_no_page_in_the_admin(keeper):
    for may in MAY.values():
        assert not Permission.objects.filter(may, content_type__app_label="access").exists()


def test_the_broken_twin_without_the_rule_she_would_give_herself_the_post(client, keeper, monkeypatch):
    monkeypatch.setattr("portal.staffing.admin.posts.may_keep_posts_of", lambda *_of: True)
    monkeypatch.setattr(posts, "problem_with", lambda *_of: None)
    client.post(reverse("posts:add"), sent(keeper))
    assert Post.objects.appointed().filter(user=keeper).exists()
