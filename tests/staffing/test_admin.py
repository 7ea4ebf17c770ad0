"""People and posts in the admin: system administrators only, and a post with open work does not just end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from portal.directory.groups import FORM_ADMINISTRATORS, MAY, SYSTEM_ADMINISTRATORS
from portal.directory.models import Post, User
from portal.staffing import leaving

TODAY = timezone.localdate()


@pytest.fixture
def admin(client, cast, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(may):
        user = User.objects.create(username="keeper", name="keeper")
        user.user_permissions.set(Permission.objects.filter(MAY[may]))
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return sign_in


@pytest.fixture
def open_work(monkeypatch):
    """Two pieces for each post; where they went is in the list."""
    went: list[tuple[Post, Post | None]] = []

    def hand_over(post, to):
        went.append((post, to))
        return 2

    work = leaving.Work(count=lambda _post: 2, hand_over=hand_over)
    monkeypatch.setattr(leaving, "_work", [work])
    return went


PAGES = ("posts:index", "posts:add", "people:upload", "people:sheet")


@pytest.mark.parametrize("name", PAGES)
def test_system_administrators_come_in(admin, name):
    assert admin(SYSTEM_ADMINISTRATORS).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_form_administrators_do_not(admin, name):
    assert admin(FORM_ADMINISTRATORS).get(reverse(name)).status_code in (302, 403)


def sent(post: Post, **values) -> dict[str, object]:
    kept = {"user": post.user_id, "organisation": post.organisation_id, "role": post.role, "title": post.title}
    return {**kept, "starts_on": post.starts_on.isoformat(), "ends_on": "", "successor": "", **values}


def edit(client, post: Post, **values):
    return client.post(reverse("posts:edit", args=[post.pk]), sent(post, **values))


def test_ending_a_post_with_open_work_asks_to_whom(admin, cast, open_work):
    post = cast.post("east_police")
    response = edit(admin(SYSTEM_ADMINISTRATORS), post, ends_on=TODAY.isoformat())
    assert "2 pieces of open work" in response.content.decode()
    post.refresh_from_db()
    assert post.ends_on is None
    assert open_work == []


def test_a_post_that_is_over_hands_its_work_over_at_once(admin, cast, open_work):
    post, successor = cast.post("east_police"), cast.post("east_police_leader")
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    edit(admin(SYSTEM_ADMINISTRATORS), post, starts_on=yesterday, ends_on=yesterday, successor=successor.pk)
    assert open_work == [(post, successor)]


def test_a_post_that_ends_later_keeps_its_work_until_then(admin, cast, open_work):
    post = cast.post("east_police")
    tomorrow = TODAY + timedelta(days=1)
    edit(admin(SYSTEM_ADMINISTRATORS), post, ends_on=tomorrow.isoformat(), to_inbox="on")
    post.refresh_from_db()
    assert post.ends_on == tomorrow
    assert open_work == []


def test_another_person_is_another_post(admin, cast, open_work):
    post = cast.post("east_police")
    edit(admin(SYSTEM_ADMINISTRATORS), post, user=cast.west_police.pk)
    post.refresh_from_db()
    assert post.user == cast.east_police


def test_a_second_post_of_the_same_kind_is_refused_in_the_editor(admin, cast):
    post = cast.post("east_police")
    response = admin(SYSTEM_ADMINISTRATORS).post(reverse("posts:add"), sent(post))
    assert "holds this post already" in response.content.decode()
    assert Post.objects.filter(user=post.user).count() == 1


def test_no_post_is_deleted(admin, cast):
    post = cast.post("east_police")
    admin(SYSTEM_ADMINISTRATORS).post(reverse("posts:delete", args=[post.pk]))
    assert Post.objects.filter(pk=post.pk).exists()


def test_the_sheet_shows_passwords_once_and_is_kept_by_nobody(admin, cast):
    client = admin(SYSTEM_ADMINISTRATORS)
    person = cast.east_police
    person.set_unusable_password()
    person.save()
    response = client.post(reverse("people:sheet"), {"person": person.pk})
    assert "no-store" in response["Cache-Control"]
    password = response.context["slips"][0].password
    assert password in response.content.decode()
    assert password not in client.get(reverse("people:sheet")).content.decode()
    person.refresh_from_db()
    assert person.check_password(password)


def test_a_person_has_one_full_name_and_nobody_is_made_almighty(admin):
    client = admin(SYSTEM_ADMINISTRATORS)
    page = client.get(reverse("wagtailusers_users:add")).content.decode()
    assert 'name="name"' in page
    assert 'name="first_name"' not in page
    assert 'name="is_superuser"' not in page
    password = "Enough of a password 7"
    person = {"username": "li.wen", "name": "李文", "password1": password, "password2": password, "is_superuser": "on"}
    client.post(reverse("wagtailusers_users:add"), person)
    made = User.objects.get(username="li.wen")
    assert (made.name, made.is_superuser) == ("李文", False)


def test_a_person_is_renamed_and_found_by_a_part_of_the_name(admin, cast):
    client = admin(SYSTEM_ADMINISTRATORS)
    person = cast.east_police
    sent = {"username": person.username, "name": "欧阳明川", "is_active": "on"}
    assert client.get(reverse("wagtailusers_users:edit", args=[person.pk])).status_code == 200
    client.post(reverse("wagtailusers_users:edit", args=[person.pk]), sent)
    person.refresh_from_db()
    assert (person.name, person.is_active) == ("欧阳明川", True)
    found = client.get(reverse("wagtailusers_users:index"), {"q": "明川"}).content.decode()
    assert "欧阳明川" in found
