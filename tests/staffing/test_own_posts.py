"""Who administers people gives no post to themselves: neither in the editor, nor by a list, nor as a substitute."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from portal.access.refusal import Refused
from portal.directory.groups import MAY, SYSTEM_ADMINISTRATORS
from portal.directory.importing.tables import Outcome
from portal.directory.models import Absence, Organisation, Post, User
from portal.staffing.services import name_substitute
from tests.staffing.test_people_from_excel import judged

OFFICE = "东溪县 civil_affairs"
TODAY = timezone.localdate()


def administrator(name: str) -> User:
    user = User.objects.create(username=name, name=name)
    user.user_permissions.set(Permission.objects.filter(MAY[SYSTEM_ADMINISTRATORS]))
    Post.objects.create(user=user, organisation=Organisation.objects.get(name=OFFICE), role="system_administrator")
    return user


@pytest.fixture
def keeper(client, cast, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    user = administrator("keeper")
    client.force_login(user)
    return user


def sent(user, role="civil_affairs_leader", **more):
    office = Organisation.objects.get(name=OFFICE)
    given = {"user": user.pk, "organisation": office.pk, "role": role, "starts_on": str(TODAY)}
    return {**given, "title": "", "ends_on": "", "successor": "", **more}


def test_nobody_adds_a_post_of_their_own(client, keeper):
    answer = client.post(reverse("posts:add"), sent(keeper))
    assert answer.status_code == 200
    assert [post.role for post in keeper.posts.all()] == ["system_administrator"]


def test_nor_changes_one(client, keeper):
    own = keeper.posts.get()
    client.post(reverse("posts:edit", args=[own.pk]), sent(keeper))
    own.refresh_from_db()
    assert own.role == "system_administrator"


def test_a_superuser_is_no_exception(client, keeper):
    User.objects.filter(pk=keeper.pk).update(is_superuser=True)
    client.post(reverse("posts:add"), sent(keeper))
    assert keeper.posts.count() == 1


def test_another_administrator_gives_it(client, keeper):
    client.force_login(administrator("other"))
    assert client.post(reverse("posts:add"), sent(keeper)).status_code == 302
    assert keeper.posts.count() == 2


def outcome(by, role, title=""):
    return judged((by.username, by.name, "", OFFICE, role, title), by=by).verdicts[0].outcome


def test_nobody_takes_in_a_list_that_gives_themselves_a_post_and_one_with_them_as_they_are_is_taken(keeper):
    assert outcome(keeper, "civil_affairs_leader") == Outcome.WRONG
    assert outcome(keeper, "system_administrator", "科长") == Outcome.WRONG
    assert outcome(keeper, "system_administrator") == Outcome.SAME


def test_nobody_makes_themselves_the_substitute_of_somebody_as_an_administrator(keeper, cast):
    own, absent = keeper.posts.get(), cast.post("east_civil_affairs")
    with pytest.raises(Refused, match="own_substitute"):
        name_substitute(absent, own, first=TODAY, last=TODAY + timedelta(days=3), by=own)
    assert not Absence.objects.exists()


def test_the_broken_twin_without_the_rule_they_would(client, keeper, monkeypatch):
    monkeypatch.setattr("portal.staffing.admin.posts.may_keep_posts_of", lambda *_of: True)
    client.post(reverse("posts:add"), sent(keeper))
    assert keeper.posts.filter(role="civil_affairs_leader").exists()
