"""Every open page asks how many notices are unread: cheaply, and it is the number that stands in the list."""

import pytest
from django.core.management import call_command
from django.test import Client

from portal.chrome import MANY
from portal.notices import polling
from portal.notices.models import Notice
from portal.notices.services import mark_read, notify

URL = polling.ADDRESS


@pytest.fixture(autouse=True)
def nobody_known():
    polling.forget_all()


def tell(user, number=1):
    for place in range(number):
        words, path = {"number": "1"}, "/desk/"
        notify([user], key=f"poll:{Notice.objects.count()}:{place}", template="new_task", words=words, path=path)


@pytest.fixture
def officer(at_desk):
    return at_desk("east_police")


def unread(client, **more):
    return client.get(URL, **more).json()["unread"]


def test_the_number_is_that_of_the_list_before_and_after(officer, cast):
    user = cast.east_police
    for number in (0, 1, 2):
        assert unread(officer) == number == officer.get("/desk/notices/").context["unread"]
        tell(user)
    mark_read(user)
    assert unread(officer) == 0 == officer.get("/desk/notices/").context["unread"]


def test_from_the_second_time_on_it_costs_one_query_and_no_session(officer, django_assert_num_queries):
    unread(officer)
    with django_assert_num_queries(1):
        unread(officer)


def test_counting_stops_where_the_navigation_stops(officer, cast):
    rows = [
        Notice(user=cast.east_police, key=str(n), template="stand_in_ended", path="/desk/") for n in range(MANY + 5)
    ]
    Notice.objects.bulk_create(rows)
    assert officer.get(URL).json() == {"unread": MANY, "more": True}


def test_one_s_own_are_counted_only(officer, cast, client):
    tell(cast.west_police, 3)
    assert unread(officer) == 0


def test_it_is_kept_by_nobody_on_the_way(officer):
    for _first_and_known in range(2):
        assert "no-store" in officer.get(URL)["Cache-Control"]


def test_who_is_not_signed_in_learns_nothing(db):
    assert Client().get(URL).status_code == 302
    assert Client().get(URL, headers={"cookie": "sessionid=invented"}).status_code == 302


def test_who_knows_the_session_from_elsewhere_is_asked_who_they_are(officer, settings):
    unread(officer, REMOTE_ADDR="10.1.1.1")
    settings.STAFF_NETWORKS = []
    stranger = Client()
    stranger.cookies = officer.cookies
    call_command("clearsessions")
    officer.session.flush()
    assert stranger.get(URL, REMOTE_ADDR="10.9.9.9").status_code == 302


def test_after_half_a_minute_the_desk_is_asked_again(officer, monkeypatch):
    unread(officer)
    officer.session.flush()
    assert officer.get(URL).status_code == 200
    at = polling.monotonic()
    monkeypatch.setattr(polling, "monotonic", lambda: at + polling.REMEMBERED + 1)
    assert officer.get(URL).status_code == 302


def test_asking_is_no_work_that_keeps_a_session_alive(officer):
    """As a browser's script asks."""
    session = officer.session
    session["seen_at"] = before = session.get("seen_at", 0) - 120
    session.save()
    officer.get(URL, headers={"sec-fetch-mode": "cors"})
    assert officer.session["seen_at"] == before


def test_nothing_but_looking_is_answered(officer):
    unread(officer)
    assert officer.post(URL).status_code == 405


def test_the_page_names_the_address_and_shows_the_number_without_a_script(officer, cast):
    tell(cast.east_police)
    page = officer.get("/desk/").content.decode()
    assert f'data-news-url-value="{URL}"' in page
    assert 'data-news-target="count">1</span>' in page
