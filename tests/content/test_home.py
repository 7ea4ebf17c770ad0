"""The front page: numbers in a picture that tell of no handful, activities near a place, and how light it is."""

import gzip
import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from content.figures import last_year
from content.importing.pages import import_document
from content.models import ActivityPage
from content.policytext.parse import parse
from content.setup import ensure_site
from tests.content.policytext.samples import SAMPLE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
HEAVIEST = 150_000


def activity(day, children, *, title="活动", hours=None, **more):
    start = timezone.make_aware(datetime(day.year, day.month, day.day, 9))
    session = {"starts": start.isoformat(), "ends": (start + timedelta(hours=2)).isoformat()}
    page = ActivityPage(title=title, sessions=[session], children_served=children, service_hours=hours, **more)
    return ensure_site().activities.add_child(instance=page)


def figures():
    return last_year(ActivityPage.objects.filter(ensure_site().home.open_to_all), TODAY)


def test_the_last_twelve_full_months_are_counted():
    activity(date(2025, 10, 31), 1000)
    activity(date(2025, 11, 1), 20, hours="4.5")
    activity(date(2026, 10, 31), 30, hours="6")
    activity(date(2026, 11, 1), 1000)
    found = figures()
    assert (found.children, found.activities, found.hours) == ("50", 2, "10")
    assert found.months[0].first == date(2025, 11, 1)
    assert [month.children for month in found.months] == [20, *[0] * 10, 30]


@pytest.mark.parametrize("few", [1, 3, 4])
def test_a_month_of_a_handful_is_not_told_and_cannot_be_worked_out(few):
    activity(date(2026, 5, 3), few)
    activity(date(2026, 6, 3), 38)
    found = figures()
    assert str(few) not in [month.said for month in found.months]
    assert few not in [column.amount for column in found.columns.columns]
    # What is said is the same, however many the handful were.
    assert "38" in found.children


@pytest.mark.parametrize("few", [1, 3, 4])
def test_a_handful_beside_others_in_its_month_is_in_no_sum_that_tells_it(few):
    """The page of the larger one says 38: whoever takes that from a sum has to be left with nothing."""
    activity(date(2026, 6, 3), 38)
    activity(date(2026, 6, 10), few)
    found = figures()
    [june] = [month for month in found.months if month.first == date(2026, 6, 1)]
    assert (june.said, found.children) == ("超过 38", "超过 38")
    assert 38 in [column.amount for column in found.columns.columns]


def test_where_there_is_next_to_nothing_there_is_no_picture(client):
    activity(date(2026, 5, 3), 4)
    assert figures() is None
    assert "figures-title" not in client.get("/").content.decode()


@pytest.mark.parametrize("closed", ["draft", "restricted", "cancelled"])
def test_what_is_not_for_everybody_is_not_counted(closed):
    activity(date(2026, 5, 3), 20)
    page = activity(date(2026, 6, 3), 50)
    if closed == "restricted":
        page.view_restrictions.create(restriction_type="login")
    else:
        page.live, page.status = closed != "draft", "cancelled" if closed == "cancelled" else page.status
        page.save()
    assert figures().children == "20"


def test_the_picture_is_told_in_words_too(client):
    activity(timezone.localdate() - timedelta(days=40), 23)
    html = client.get("/").content.decode()
    assert '<svg class="columns"' in html
    assert "<td>23</td>" in html


def test_activities_are_looked_for_by_the_place_somebody_types(client):
    ahead = timezone.localdate() + timedelta(days=3)
    activity(ahead, None, title="山里的课堂", place="柳湾县桃源镇")
    activity(ahead, None, title="城里的课堂", address="禾川市解放路 1 号")
    html = client.get("/activities/?place=桃源").content.decode()
    assert "山里的课堂" in html
    assert "城里的课堂" not in html
    assert "城里的课堂" in client.get("/activities/?place=解放路").content.decode()
    assert "山里的课堂" in client.get("/activities/?place=").content.decode()
    assert 'action="/activities/"' in client.get("/").content.decode()


@pytest.mark.parametrize("place", ["%25", "_", "<b>", "长" * 500])
def test_odd_places_do_no_harm(client, place):
    activity(timezone.localdate() + timedelta(days=3), None, place="柳湾县")
    html = client.get("/activities/", {"place": place}).content.decode()
    assert "柳湾县</span>" not in html
    assert "<b>" not in html


@pytest.fixture
def site():
    page = import_document(parse(SAMPLE, "sample.txt"), publish=True).page
    activity(timezone.localdate() - timedelta(days=40), 23)
    return page


@pytest.mark.parametrize("path", ["/", "/policy/", "/policy/he-zheng-fa-2026-12/", "/activities/"])
def test_a_first_page_with_all_it_loads_is_light_and_asks_nobody_else(client, site, path):
    """As it is sent: compressed, with every sheet, script and picture that the page names."""
    html = client.get(path).content
    parts = [html, *map(read, loaded(html.decode()))]
    assert sum(len(gzip.compress(part, 6)) for part in parts) < HEAVIEST


def loaded(html):
    """Addresses that the browser asks for by itself, and what its scripts import in turn."""
    tags = re.findall(r"<(?:link[^>]* rel=\"(?:stylesheet|icon|manifest)\"[^>]*|script[^>]*|img[^>]*|use[^>]*)>", html)
    wanted = [re.search(r'(?:src|href)="([^"]+)"', tag)[1] for tag in tags]
    assert not [address for address in wanted if urlsplit(address).netloc]
    files = {urlsplit(address).path.removeprefix("/static/") for address in wanted if not address.startswith("data:")}
    seen = set()
    while files - seen:
        for name in files - seen:
            seen.add(name)
            if name.endswith(".js"):
                folder = name.rpartition("/")[0]
                imports = re.findall(r"(?:from|import)\s+[\"'](\.{1,2}/[^\"']+)[\"']", read(name).decode())
                files |= {plain(f"{folder}/{other}") for other in imports}
    return seen


def plain(path):
    parts = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def read(name):
    found = finders.find(name)
    assert found, name
    with open(found, "rb") as file:
        return file.read()
