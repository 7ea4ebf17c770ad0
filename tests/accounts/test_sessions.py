"""Sessions that run out, and that go on under a new name at each change of rights."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import SESSION_KEY

from portal.accounts.models import SignedIn
from portal.directory.models import Post
from tests.accounts.conftest import DOOR, sign_in

pytestmark = pytest.mark.django_db
IDLE = timedelta(seconds=django_settings.IDLE_SECONDS)
BACKGROUND = {"sec-fetch-mode": "cors"}


@pytest.fixture
def at_work(officer, browser, clock):
    sign_in(browser, officer.username)
    return browser


def test_who_does_nothing_is_signed_out_and_comes_back_to_the_same_page(at_work, clock, officer):
    clock.pass_by(IDLE + timedelta(seconds=1))
    away = at_work.get("/desk/cases/?page=2")
    assert away["Location"] == f"{DOOR}?next=%2Fdesk%2Fcases%2F%3Fpage%3D2"
    assert "nothing was done for a while" in at_work.get(away["Location"]).content.decode()
    assert sign_in(at_work, officer.username, next="/desk/cases/?page=2")["Location"] == "/desk/cases/?page=2"


def test_work_keeps_one_signed_in(at_work, clock):
    for _ in range(5):
        clock.pass_by(IDLE - timedelta(seconds=1))
        assert at_work.get("/desk/").status_code == 200


def test_a_page_that_looks_again_by_itself_is_no_work(at_work, clock):
    clock.pass_by(IDLE - timedelta(seconds=1))
    assert at_work.get("/desk/", headers=BACKGROUND).status_code == 200
    clock.pass_by(timedelta(seconds=2))
    assert at_work.get("/desk/").status_code == 302


def test_an_editor_that_stands_open_keeps_nobody_signed_in(at_work, clock):
    clock.pass_by(IDLE - timedelta(seconds=1))
    at_work.post("/admin/editing-sessions/1/", headers=BACKGROUND)
    clock.pass_by(timedelta(seconds=2))
    assert at_work.get("/desk/").status_code == 302


def test_who_answers_the_warning_stays(at_work, clock):
    clock.pass_by(IDLE - timedelta(seconds=1))
    assert at_work.post("/accounts/stay/", headers=BACKGROUND).status_code == 204
    clock.pass_by(timedelta(seconds=2))
    assert at_work.get("/desk/").status_code == 200


def test_an_answer_that_comes_too_late_and_a_stranger_are_told_so(at_work, clock, client):
    clock.pass_by(IDLE + timedelta(seconds=1))
    assert at_work.post("/accounts/stay/", headers=BACKGROUND).status_code == 401
    assert client.post("/accounts/stay/").status_code == 401


def test_who_sends_a_form_too_late_comes_back_to_the_page_with_the_form(at_work, clock):
    clock.pass_by(IDLE + timedelta(seconds=1))
    sent = at_work.post("/desk/notices/read/", headers={"referer": "http://testserver/desk/notices/?page=2"})
    assert sent["Location"] == f"{DOOR}?next=%2Fdesk%2Fnotices%2F%3Fpage%3D2"


def test_what_is_open_to_everybody_is_taken_as_it_was_sent(at_work, clock):
    clock.pass_by(IDLE + timedelta(seconds=1))
    assert at_work.post("/follow/", {"code": "not a code"})["Location"] == "/follow/"
    assert SESSION_KEY not in at_work.session


def test_who_signs_in_again_on_a_page_that_was_left_open_need_not_type_twice(at_work, clock, officer):
    clock.pass_by(IDLE + timedelta(seconds=1))
    sign_in(at_work, officer.username)
    assert at_work.get("/desk/").status_code == 200


def test_a_page_of_another_site_is_nothing_to_come_back_to(at_work, clock):
    clock.pass_by(IDLE + timedelta(seconds=1))
    sent = at_work.post("/desk/notices/read/", headers={"referer": "http://evil.example/desk/"})
    assert sent["Location"] == f"{DOOR}?next=%2Fdesk%2Fnotices%2Fread%2F"


def test_nobody_stays_longer_than_the_longest_session_whatever_they_do(at_work, clock, settings):
    worked = timedelta()
    while worked <= timedelta(seconds=settings.SESSION_COOKIE_AGE):
        assert at_work.get("/desk/").status_code == 200
        clock.pass_by(IDLE / 2)
        worked += IDLE / 2
    assert at_work.get("/desk/").status_code == 302


def test_while_one_works_the_session_is_written_once_a_minute_at_most(at_work, clock, django_assert_num_queries):
    at_work.get("/accounts/devices/")
    seen = SignedIn.objects.get().seen_at
    clock.pass_by(timedelta(seconds=59))
    at_work.get("/accounts/devices/")
    assert SignedIn.objects.get().seen_at == seen
    clock.pass_by(timedelta(seconds=1))
    at_work.get("/accounts/devices/")
    assert SignedIn.objects.get().seen_at == clock.now


def test_a_visitor_who_is_not_signed_in_has_no_clock(client, db):
    assert client.get("/follow/").status_code == 200


def test_another_post_means_another_session_name(at_work, officer, cast):
    other = Post.objects.create(user=officer, organisation=cast.post("west_police").organisation, role="police_leader")
    before = at_work.session.session_key
    at_work.post("/accounts/post/", {"post": other.pk})
    assert at_work.session.session_key != before
    assert SignedIn.objects.get().session_key == at_work.session.session_key
    assert at_work.get("/desk/").status_code == 200


def test_the_warning_stands_on_every_page_of_the_desk_with_the_figures_of_the_settings(at_work):
    page = at_work.get("/desk/").content.decode()
    assert 'data-idle-after-value="1800"' in page
    assert "In 2 minutes you will be signed out" in page
