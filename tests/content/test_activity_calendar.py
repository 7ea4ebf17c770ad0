"""The month of the activities, and activities in the calendars of people."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from content.models import ActivityPage
from content.months import Month
from content.setup import ensure_site

pytestmark = pytest.mark.django_db

HERE = Month.of(timezone.localdate())
NEXT = HERE.moved(1)


def on(day, at="09:00", hours=2):
    start = timezone.make_aware(datetime.fromisoformat(f"{day.isoformat()}T{at}"))
    return {"starts": start.isoformat(), "ends": (start + timedelta(hours=hours)).isoformat()}


def activity(title, *sessions, **more):
    page = ActivityPage(title=title, sessions=list(sessions), organiser="东溪县妇女联合会", **more)
    ensure_site().activities.add_child(instance=page)
    page.save_revision().publish()
    return ActivityPage.objects.get(pk=page.pk)


def shown(month, **query):
    return Client().get(f"/activities/month/{month}/", query)


def appointments(address="/activities/feed/ics/"):
    response = Client().get(address)
    assert response["Content-Type"].startswith("text/calendar")
    return {str(event["summary"]) + str(event["uid"])[-2:]: event for event in events(response.content)}


def events(content):
    return Calendar.from_ical(content).walk("VEVENT")


# The month.


def test_each_session_stands_on_its_day_with_what_is_before_and_after_in_reach():
    first, second = NEXT.first.replace(day=3), NEXT.first.replace(day=17)
    activity("手工课", on(second), on(first))
    html = shown(NEXT).content.decode()
    days = {each.day: [meeting.activity.title for meeting in each.meetings] for each in shown(NEXT).context["days"]}
    assert {day for day, titles in days.items() if titles == ["手工课"]} == {first, second}
    assert len(days) == len(list(NEXT.days))
    assert f'href="../{NEXT.moved(1)}/"' in html
    assert f'href="../{HERE}/"' in html
    assert "noindex" not in html


def test_a_month_without_anything_is_no_way_on_for_robots():
    ensure_site()
    response = shown(NEXT)
    assert "noindex, nofollow" in response.content.decode()
    assert "这个月没有活动" in response.content.decode()


@pytest.mark.parametrize("months", [-24, 24])
def test_months_end_two_years_from_now(months):
    ensure_site()
    edge, beyond = HERE.moved(months), HERE.moved(months + (1 if months > 0 else -1))
    assert shown(edge).status_code == 200
    assert f"../{beyond}/" not in shown(edge).content.decode()
    assert shown(beyond).status_code == 404


@pytest.mark.parametrize("written", ["2026-13", "2026-1", "0000-01", "9999-12", "２０２６-01", "now"])
def test_what_is_no_month_is_not_found(written):
    ensure_site()
    assert shown(written).status_code == 404


def test_the_place_is_kept_from_month_to_month():
    activity("手工课", on(NEXT.first), place="桃源村")
    activity("观鸟", on(NEXT.first), place="柳湾村")
    html = shown(NEXT, place="桃源").content.decode()
    assert "手工课" in html
    assert "观鸟" not in html
    assert f"../{HERE}/?place=%E6%A1%83%E6%BA%90" in html


def test_a_closed_activity_is_in_no_month_and_no_calendar():
    activity("内部活动", on(NEXT.first)).view_restrictions.create(restriction_type="login")
    assert "内部活动" not in shown(NEXT).content.decode()
    assert appointments() == {}


def test_what_changes_is_at_once_so_in_the_kept_month():
    page = activity("手工课", on(NEXT.first))
    assert shown(NEXT).content == shown(NEXT).content
    page.status = "cancelled"
    page.save_revision().publish()
    assert "month__meeting--cancelled" in shown(NEXT).content.decode()


def test_a_month_asks_the_same_however_much_takes_place(django_assert_max_num_queries):
    for number in range(12):
        activity(f"活动{number}", on(NEXT.first.replace(day=number + 1)))
    client = Client()
    client.cookies["sessionid"] = "asked-each-time"
    client.get(f"/activities/month/{NEXT}/")
    with django_assert_max_num_queries(18):
        client.get(f"/activities/month/{NEXT}/")


def test_months_follow_each_other_over_the_year():
    assert str(Month(2026, 12).moved(1)) == "2027-01"
    assert str(Month(2026, 1).moved(-1)) == "2025-12"
    assert Month(2026, 1).away_from(Month(2025, 12)) == 1
    assert list(Month(2028, 2).days)[-1] == date(2028, 2, 29)


# The calendars of people.


def test_each_session_is_an_appointment_in_the_time_of_the_place():
    page = activity("手工课", on(NEXT.first), on(NEXT.first + timedelta(days=7)), venue="儿童之家", place="桃源村")
    found = appointments(f"{page.url}ics/")
    assert list(found) == ["手工课-1", "手工课-2"]
    one = found["手工课-1"]
    assert one["dtstart"].to_ical() == f"{NEXT.first:%Y%m%d}T090000".encode()
    assert one["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert str(one["location"]) == "儿童之家，桃源村"
    assert str(one["status"]) == "CONFIRMED"
    assert str(one["url"]) == f"http://testserver{page.url}"
    assert b"BEGIN:VTIMEZONE" in Client().get(f"{page.url}ics/").content


def test_a_session_that_is_put_off_keeps_its_name_and_counts_as_newer(monkeypatch):
    page = activity("手工课", on(NEXT.first))
    before = appointments()["手工课-1"]
    later = timezone.now() + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    page.sessions = [on(NEXT.first + timedelta(days=1))]
    page.save_revision().publish()
    after = appointments()["手工课-1"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt > before["last-modified"].dt
    assert after["dtstart"].dt != before["dtstart"].dt


@pytest.mark.parametrize(
    ("status", "said"), [("cancelled", "CANCELLED"), ("changing", "TENTATIVE"), ("paused", "TENTATIVE")]
)
def test_what_does_not_take_place_is_crossed_out_and_not_gone(status, said):
    activity("手工课", on(NEXT.first), status=status)
    assert str(appointments()["手工课-1"]["status"]) == said


def test_the_same_bytes_come_until_something_changes_and_who_asks_again_hears_so():
    page = activity("手工课", on(NEXT.first))
    first = Client().get("/activities/feed/ics/")
    again = Client().get("/activities/feed/ics/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert first.content == Client().get("/activities/feed/ics/").content
    assert Client().get(f"{page.url}ics/").content == Client().get(f"{page.url}ics/").content
    page.title = "新的手工课"
    page.save_revision().publish()
    assert "新的手工课-1" in appointments()


def test_a_list_near_a_place_has_what_is_near_and_not_what_is_long_over():
    activity("手工课", on(NEXT.first), place="桃源村")
    activity("观鸟", on(NEXT.first), place="柳湾村")
    activity("去年的课", on(NEXT.first - timedelta(days=400)), place="桃源村")
    assert list(appointments("/activities/feed/ics/?place=桃源")) == ["手工课-1"]


def test_a_title_with_line_breaks_and_commas_makes_no_line_of_its_own():
    activity("手工课，BEGIN:VEVENT", on(NEXT.first), summary="一\r\nATTENDEE:x;二,三\\")
    [event] = events(Client().get("/activities/feed/ics/").content)
    assert "attendee" not in event
    assert str(event["summary"]) == "手工课，BEGIN:VEVENT"


def test_without_a_time_there_is_no_appointment(client):
    page = activity("没有时间")
    assert events(client.get(f"{page.url}ics/").content) == []
    assert "ics/" not in client.get(page.url).content.decode()


def test_the_list_says_how_to_subscribe(client):
    ensure_site()
    assert "webcal://testserver/activities/feed/ics/" in client.get("/activities/").content.decode()


@pytest.mark.parametrize("end_of_line", ["\r", "\r\n", "\n", "\x0b", "\u2028", "\x85"])
def test_a_place_in_the_address_writes_no_line_of_a_calendar(end_of_line):
    ensure_site()
    place = end_of_line.join(["东溪", "BEGIN:VEVENT", "SUMMARY:假活动", "END:VEVENT"])
    response = Client().get("/activities/feed/ics/", {"place": place})
    assert "BEGIN:VEVENT" not in response.content.decode().splitlines()
    assert not events(response.content)
