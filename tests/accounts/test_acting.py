"""The post of a session: chosen at sign-in when there are several, on every page of the desk, over at midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from portal.directory.models import Post
from tests.accounts.conftest import sign_in
from workflows.models import Task

TODAY = date(2026, 11, 22)


@pytest.fixture
def second(officer, cast, clock) -> Post:
    """The officer leads the western police too."""
    organisation = cast.post("west_police").organisation
    Post.objects.filter(user=officer).update(starts_on=TODAY - timedelta(days=30))
    return Post.objects.create(
        user=officer, organisation=organisation, role="police_leader", starts_on=TODAY - timedelta(days=9)
    )


@pytest.fixture
def first(officer, second) -> Post:
    return Post.objects.get(user=officer, role="police_officer")


def body(response) -> str:
    return response.content.decode()


def test_who_holds_one_post_is_not_asked(browser, officer):
    response = sign_in(browser, officer.username)
    assert browser.get("/desk/").status_code == 200
    assert response["Location"] == "/accounts/after-sign-in/"


def test_who_holds_several_chooses_before_working_and_comes_where_one_wanted(browser, officer, second):
    sign_in(browser, officer.username)
    response = browser.get("/desk/cases/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/post/?next=%2Fdesk%2Fcases%2F"
    assert body(response).count("Act in this post") == 2
    response = browser.post("/accounts/post/", {"post": second.pk, "next": "/desk/cases/"})
    assert response["Location"] == "/desk/cases/"
    assert browser.get("/desk/cases/").context["chrome"].post == second


def test_nobody_is_led_to_another_site_by_the_choice(browser, officer, second):
    sign_in(browser, officer.username)
    response = browser.post("/accounts/post/", {"post": second.pk, "next": "https://elsewhere.example/"})
    assert response["Location"] == "/desk/"


def test_every_page_of_the_desk_says_in_which_post_one_acts(browser, officer, second):
    sign_in(browser, officer.username)
    browser.post("/accounts/post/", {"post": second.pk})
    for name in ("desk:inbox", "desk:cases", "desk:notices", "desk:absence"):
        shown = body(browser.get(reverse(name)))
        assert f"<small>{second.organisation.name} · Police leader</small>" in shown, name


@pytest.mark.parametrize(("starts", "ends"), [(1, None), (-9, -1)])
def test_a_post_that_has_not_begun_or_has_ended_is_not_offered_and_not_taken(browser, officer, second, starts, ends):
    Post.objects.filter(pk=second.pk).update(
        starts_on=TODAY + timedelta(days=starts), ends_on=TODAY + timedelta(days=ends) if ends else None
    )
    sign_in(browser, officer.username)
    assert second.organisation.name not in body(browser.get("/accounts/post/"))
    response = browser.post("/accounts/post/", {"post": second.pk}, follow=True)
    assert "it has ended" in body(response)
    assert browser.get("/desk/").context["chrome"].post != second


def test_a_post_stops_at_midnight_local_time_with_a_sentence_and_the_other_goes_on(
    browser, officer, first, second, clock
):
    Post.objects.filter(pk=second.pk).update(ends_on=TODAY)
    clock.now = datetime(2026, 11, 22, 15, 50, tzinfo=UTC)
    sign_in(browser, officer.username)
    browser.post("/accounts/post/", {"post": second.pk})
    clock.now = datetime(2026, 11, 22, 15, 59, 50, tzinfo=UTC)
    assert browser.get("/desk/").context["chrome"].post == second
    clock.now = datetime(2026, 11, 22, 16, 0, 10, tzinfo=UTC)
    response = browser.get("/desk/", follow=True)
    assert f"Your post at {second.organisation} (Police leader) ended on" in body(response)
    assert response.context["chrome"].post == first
    assert "ended on" not in body(browser.get("/desk/"))


def test_who_held_no_other_post_reads_which_one_ended_and_works_no_more(browser, officer, clock):
    Post.objects.filter(user=officer).update(starts_on=TODAY, ends_on=TODAY)
    clock.now = datetime(2026, 11, 22, 15, 50, tzinfo=UTC)
    sign_in(browser, officer.username)
    assert browser.get("/desk/").status_code == 200
    clock.now = datetime(2026, 11, 22, 16, 0, 10, tzinfo=UTC)
    response = browser.get("/desk/", follow=True)
    assert response.status_code == 403
    assert body(response).count("ended on") == 2


def test_what_was_to_be_done_in_one_post_is_not_done_in_another(browser, officer, first, second, clock):
    """The page was opened before midnight, the button is pressed after."""
    Post.objects.filter(pk=second.pk).update(ends_on=TODAY)
    sign_in(browser, officer.username)
    browser.post("/accounts/post/", {"post": second.pk})
    Post.objects.filter(pk=second.pk).update(ends_on=TODAY - timedelta(days=1))
    today = TODAY.isoformat()
    leader = Post.objects.get(role="police_leader", organisation=first.organisation)
    sent = {"post": first.pk, "substitute": leader.pk, "starts_on": today, "ends_on": today}
    assert browser.post(reverse("desk:absence"), sent)["Location"] == "/desk/"
    assert not first.absences.exists()
    assert not Task.objects.exists()


def test_somebody_whose_post_is_to_come_reads_when(browser, officer, clock):
    Post.objects.filter(user=officer).update(starts_on=TODAY + timedelta(days=3))
    sign_in(browser, officer.username)
    response = browser.get("/desk/")
    assert response.status_code == 403
    assert "begins on" in body(response)


def test_choosing_gives_the_session_a_new_key(browser, officer, second):
    sign_in(browser, officer.username)
    before = browser.session.session_key
    browser.post("/accounts/post/", {"post": second.pk})
    assert browser.session.session_key != before
