"""Whoever keeps the accounts of people takes over neither those that may do everything nor those that audit."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from portal.accounts import auditors, second_factor
from portal.directory.groups import MAY, SYSTEM_ADMINISTRATORS
from portal.directory.models import Organisation, Post, User
from portal.staffing.sheets import without_password

OLD, NEW = "Harvest-moon-1987", "Keeper-knows-it-2026"


@pytest.fixture
def office(cast):
    return Organisation.objects.get(function="portal_office")


@pytest.fixture
def keeper(client, office, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    user = User.objects.create(username="keeper", name="keeper")
    user.user_permissions.set(Permission.objects.filter(MAY[SYSTEM_ADMINISTRATORS]))
    Post.objects.create(user=user, organisation=office, role="system_administrator")
    client.force_login(user)
    return user


@pytest.fixture
def root(cast):
    return User.objects.create_superuser("root", password=OLD, name="root")


@pytest.fixture
def auditor(office):
    person = User.objects.create_user("shui", password=OLD, name="水清澈")
    auditors.appoint(person, office)
    return person


def new_password(person):
    return {
        "username": person.username,
        "name": "x",
        "email": "",
        "is_active": "on",
        "password1": NEW,
        "password2": NEW,
    }


def in_bulk(action, *people):
    address = reverse("wagtail_bulk_action", args=["directory", "user", action])
    return f"{address}?{'&'.join(f'id={person.pk}' for person in people)}"


def test_a_keeper_sets_the_password_of_ordinary_people(client, keeper, cast):
    client.post(reverse("wagtailusers_users:edit", args=[cast.east_teacher.pk]), new_password(cast.east_teacher))
    assert cast.east_teacher.check_password(NEW)


def test_but_not_of_who_may_do_everything(client, keeper, root):
    client.post(reverse("wagtailusers_users:edit", args=[root.pk]), new_password(root))
    root.refresh_from_db()
    assert root.check_password(OLD)
    assert root.name == "root"


def test_who_may_do_everything_sets_it(client, keeper, root):
    client.force_login(User.objects.create_superuser("second", name="second"))
    client.post(reverse("wagtailusers_users:edit", args=[root.pk]), new_password(root))
    root.refresh_from_db()
    assert root.check_password(NEW)


def test_nor_is_their_second_factor_reset(keeper, root):
    with pytest.raises(second_factor.Refused, match="superuser"):
        second_factor.reset(root, by=keeper)


def test_nor_do_they_stand_on_the_sheet_of_first_passwords(keeper, root, office):
    root.set_unusable_password()
    root.save()
    Post.objects.create(user=root, organisation=office, role="system_administrator")
    assert root not in without_password()


@pytest.mark.parametrize("name", ["root", "auditor"])
def test_nor_are_they_switched_off_among_many(client, keeper, request, cast, name):
    person = request.getfixturevalue(name)
    client.post(in_bulk("set_active_state", person, cast.east_teacher), {"mark_as_active": "False"})
    person.refresh_from_db()
    assert person.is_active
    client.post(in_bulk("set_active_state", cast.east_teacher), {"mark_as_active": "False"})
    assert not cast.east_teacher.is_active


def test_an_auditor_is_put_into_no_group_among_many(client, keeper, auditor):
    group = Group.objects.create(name="System administrators of the test")
    client.post(in_bulk("assign_role", auditor), {"role": group.pk})
    assert not auditor.groups.exists()


def test_an_auditor_is_not_deleted(client, keeper, auditor):
    client.post(reverse("wagtailusers_users:delete", args=[auditor.pk]))
    client.post(in_bulk("delete", auditor))
    assert Post.objects.appointed().filter(user=auditor.pk).exists()
