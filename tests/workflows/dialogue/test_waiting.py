"""Who hears that whoever reported has written: those who may be in charge, and nobody beside them."""

import pytest
from django.core.cache import cache

from portal.directory.models import Post
from portal.notices.models import Notice
from tests.workflows.dialogue.conftest import Reporter


@pytest.fixture
def notified(story):
    """The police are done; the township and civil affairs have something to do."""
    cache.clear()
    case = story.report()
    story.notify(case)
    Notice.objects.all().delete()
    return case


def told():
    return set(Notice.objects.filter(template="reporter_wrote").values_list("user__username", flat=True))


def test_when_the_officer_in_charge_is_gone_their_leader_hears_and_no_other_office(notified, story, cast):
    officer = cast.post("east_police")
    Post.objects.filter(pk=officer.pk).update(ends_on=officer.starts_on)
    Reporter(story.code).write("孩子今天不在家。")
    assert "east_police_leader" in told()
    assert told().isdisjoint({"east_township", "east_civil_affairs", "east_civil_affairs_leader"})


def test_the_course_of_the_case_does_not_tell_other_offices_that_who_reported_still_writes(
    notified, story, cast, client, ask_about
):
    ask_about(notified)
    Reporter(story.code).write("孩子今天不在家。")
    for who, number in (("east_police", 2), ("east_township", 0), ("east_civil_affairs", 0)):
        client.force_login(getattr(cast, who))
        client.cookies["django_language"] = "en"
        shown = client.get(f"/desk/cases/{notified.pk}/").context["timeline"]
        assert sum("who reported" in entry.title.lower() for entry in shown) == number, who
