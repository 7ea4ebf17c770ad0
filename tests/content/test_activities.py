"""The list of activities, and the page of one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.models import ActivityPage
from content.setup import ensure_site

pytestmark = pytest.mark.django_db


def activity(title, *, days, hours=2, **more):
    start = timezone.now() + timedelta(days=days)
    session = {"starts": start.isoformat(), "ends": (start + timedelta(hours=hours)).isoformat()}
    index = ensure_site().activities
    page = ActivityPage(title=title, sessions=[session], organiser="东溪县妇女联合会", **more)
    return index.add_child(instance=page)


def test_the_nearest_stands_first_and_what_is_over_below(client):
    activity("后天的活动", days=2)
    activity("明天的活动", days=1)
    activity("上周的活动", days=-7)
    text = client.get("/activities/").content.decode()
    places = [text.index(title) for title in ("明天的活动", "后天的活动", "上周的活动")]
    assert places == sorted(places)


def test_an_empty_list_says_so(client):
    ensure_site()
    assert client.get("/activities/").status_code == 200


def test_what_is_cancelled_says_so_until_its_day_and_is_no_deed_afterwards(client):
    page = activity("暂停的活动", days=1, status="cancelled")
    assert "badge--danger" in client.get("/activities/").content.decode()
    assert "notice--danger" in client.get(page.url).content.decode()
    activity("没有举行的活动", days=-3, status="cancelled")
    assert "没有举行的活动" not in client.get("/activities/").content.decode()


def test_a_page_says_when_where_and_what_came_of_it(client):
    page = activity(
        "假期课堂",
        days=-3,
        status="over",
        venue="儿童之家",
        place="桃源村",
        outcome="孩子们学会了游泳安全。",
        age_from=0,
        age_to=6,
    )
    text = client.get(page.url).content.decode()
    for words in ("假期课堂", "东溪县妇女联合会", "儿童之家", "桃源村", "孩子们学会了游泳安全。"):
        assert words in text


def test_the_home_page_shows_what_is_coming_up_and_nothing_where_there_is_nothing(client):
    ensure_site()
    assert "activities-title" not in client.get("/").content.decode()
    activity("明天的活动", days=1)
    text = client.get("/").content.decode()
    assert "明天的活动" in text
    assert 'href="/activities/"' in text


def test_times_that_cannot_be_read_are_left_out(client):
    page = activity("没有时间", days=1)
    page.sessions = [{"starts": "soon", "ends": ""}, {}]
    page.save()
    assert page.starts_at is None
    assert client.get(page.url).status_code == 200
    assert client.get("/activities/").status_code == 200


def test_the_list_asks_the_same_however_long_it_is(client, django_assert_max_num_queries):
    for number in range(12):
        activity(f"活动{number}", days=number + 1)
    client.cookies["sessionid"] = "asked-each-time"
    client.get("/activities/")
    with django_assert_max_num_queries(25):
        client.get("/activities/")


@pytest.mark.parametrize("few", [2, 4])
def test_a_handful_of_children_is_told_nowhere(client, few):
    page = activity("假期课堂", days=-3, status="over", outcome="顺利结束。", children=few, children_served=few)
    page.save_revision().publish()
    html = client.get(page.url).content.decode()
    assert "<dd>少于5</dd>" in html
    assert "名额不到 5 人" in html
    assert f"名额 {few} 人" not in html
    for address in ("/activities/", "/activities/feed/atom/", "/activities/feed/ics/", "/search/?q=假期课堂"):
        assert f"{few} 人" not in client.get(address).content.decode()
    assert str(few) not in page.search_words()


def test_from_five_on_it_is_told_as_it_is(client):
    page = activity("假期课堂", days=-3, status="over", children=5, children_served=5)
    html = client.get(page.url).content.decode()
    assert "<dd>5</dd>" in html
    assert "名额 5 人" in html
