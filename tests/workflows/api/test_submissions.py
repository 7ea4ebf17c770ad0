"""Papers as JSON: for who is signed in, with the rights, masks and log of the desk."""

import pytest

from portal.access.models import Access
from tests.workflows.conftest import REPORTED
from workflows.api import routes

ADDRESS = "/api/v1/submissions/"


@pytest.fixture
def asking(client, cast):
    def ask(who="east_police", **more):
        if who:
            client.force_login(getattr(cast, who))
        return client.get(ADDRESS, {"form": "small_report", **more}, headers={"accept-language": "en"})

    return ask


def test_what_may_be_read_is_told_and_each_reading_is_on_record(story, asking):
    case = story.report()

    answer = asking().json()

    [paper] = answer["submissions"]
    assert paper["case"] == case.number
    assert paper["answers"]["facts"] == REPORTED["facts"]
    assert "reporter_name" not in paper["answers"]
    assert answer["next"] == ""
    assert Access.objects.get(action="read").matter == case.pk


def test_what_may_not_be_read_is_masked(story, asking):
    story.notify(story.report())
    [paper] = asking("east_civil_affairs").json()["submissions"]
    assert "***" in paper["answers"].values()
    assert REPORTED["facts"] not in paper["answers"].values()


@pytest.mark.parametrize("who", ["west_police", "east_teacher", "form_administrator"])
def test_others_are_told_of_nothing(story, asking, who):
    story.report()
    assert asking(who).json() == {"submissions": [], "next": ""}


def test_without_signing_in_there_is_nothing(story, asking):
    answer = asking(None)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_signed_in")


def test_without_a_post_there_is_nothing(client, story, django_user_model):
    client.force_login(django_user_model.objects.create(username="nobody"))
    answer = client.get(ADDRESS, {"form": "small_report"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "no_post")


def test_pages_follow_each_other_by_key(story, asking, monkeypatch):
    monkeypatch.setattr(routes, "CASES_AT_ONCE", 2)
    numbers = [story.report().number for _time in range(3)]
    first = asking().json()
    second = asking(after=first["next"]).json()
    found = [paper["case"] for page in (first, second) for paper in page["submissions"]]
    assert sorted(found) == sorted(numbers)
    assert second["next"] == ""


@pytest.mark.parametrize("words", [{"form": "no_such_form"}, {"form": ""}])
def test_a_form_that_is_not_there_is_not_found(story, asking, words):
    assert asking(**words).status_code == 404


@pytest.mark.parametrize("after", ["x", "00000000-0000-0000-0000-000000000000", "' OR 1=1"])
def test_a_key_that_is_none_begins_at_the_beginning(story, asking, after):
    story.report()
    assert len(asking(after=after).json()["submissions"]) == 1
