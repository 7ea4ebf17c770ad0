"""RSS and Atom of each list, and the map of the site: what everybody may read, and nothing else."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from content.models import ActivityPage, PolicyPage, StationPage, UnitPage
from content.setup import ensure_site

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def site():
    site = ensure_site()
    for number in range(3):
        page = PolicyPage(
            title=f"第{number}件 <b>", slug=f"n{number}", issuer=f"第{number}局", issued_on=date(2024, 1, number + 1)
        )
        site.policies.add_child(instance=page)
        page.save_revision().publish()
    activity = ActivityPage(title="观鸟", slug="birds", first_published_at=timezone.now())
    site.activities.add_child(instance=activity)
    site.stations.add_child(instance=StationPage(title="桃源儿童之家", slug="peach"))
    site.units.add_child(instance=UnitPage(title="民政局", slug="civil"))
    return site


def tree(path):
    response = Client().get(path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 -- our own


def atom_titles(path):
    return [entry.findtext(f"{ATOM}title") for entry in tree(path).iter(f"{ATOM}entry")]


def rss_titles(path):
    return [item.findtext("title") for item in tree(path).iter("item")]


def mapped():
    return [place.text for place in tree("/sitemap-pages.xml").iter(f"{MAP}loc")]


@pytest.mark.parametrize(("titles", "kind"), [(atom_titles, "atom"), (rss_titles, "rss")])
def test_a_list_has_a_feed_with_the_newest_first(site, titles, kind):
    assert titles(f"/policy/feed/{kind}/") == ["第2件 <b>", "第1件 <b>", "第0件 <b>"]
    assert titles(f"/activities/feed/{kind}/") == ["观鸟"]
    assert titles(f"/stations/feed/{kind}/") == ["桃源儿童之家"]
    assert titles(f"/units/feed/{kind}/") == ["民政局"]


@pytest.mark.parametrize("place", ["/stations/", "/units/", "/activities/"])
def test_a_list_names_its_feeds(site, place):
    html = Client().get(place).content.decode()
    assert html.count('href="feed/atom/"') == 2


def test_a_feed_tells_of_what_is_left_by_the_choices_in_its_address(site):
    assert atom_titles("/policy/feed/atom/?issuer=第1局") == ["第1件 <b>"]
    assert atom_titles("/policy/feed/atom/?q=第2件") == ["第2件 <b>"]


def test_a_feed_is_offered_by_its_list_with_the_choices_of_the_list(site, client):
    html = client.get("/policy/?year=2024&page=1").content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in html
    assert 'href="feed/atom/?year=2024"' in html
    assert 'href="feed/rss/"' in client.get("/activities/").content.decode()


def test_who_asks_a_feed_again_is_told_that_nothing_is_new(site, client):
    etag = client.get("/policy/feed/atom/")["ETag"]
    assert client.get("/policy/feed/atom/", headers={"If-None-Match": etag}).status_code == 304


def test_links_of_a_feed_lead_to_the_host_that_was_asked(site):
    links = [entry.find(f"{ATOM}link").get("href") for entry in tree("/policy/feed/atom/").iter(f"{ATOM}entry")]
    assert links[0] == "http://testserver/policy/n2/"


@pytest.mark.parametrize("closed", ["draft", "restricted"])
def test_what_is_not_for_everybody_is_in_no_feed_and_not_on_the_map(site, closed):
    for page in (PolicyPage.objects.get(slug="n2"), ActivityPage.objects.get(slug="birds")):
        if closed == "draft":
            page.live = False
            page.save()
        else:
            page.view_restrictions.create(restriction_type="login")
    assert atom_titles("/policy/feed/atom/") == ["第1件 <b>", "第0件 <b>"]
    assert rss_titles("/activities/feed/rss/") == []
    assert not [place for place in mapped() if "n2" in place or "birds" in place]


def test_a_closed_list_has_no_feed(site):
    site.policies.view_restrictions.create(restriction_type="login")
    assert Client().get("/policy/feed/atom/").status_code == 302
    assert not [place for place in mapped() if "/policy/" in place]


def test_the_map_names_every_page_of_the_site_on_the_host_that_was_asked(site):
    assert "http://testserver/sitemap-pages.xml" in [place.text for place in tree("/sitemap.xml").iter(f"{MAP}loc")]
    places = mapped()
    assert {"http://testserver/", "http://testserver/policy/", "http://testserver/policy/n0/"} <= set(places)
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    "path",
    ["nothing.xml", "pages.xml?p=99", "pages.xml?p=x", "pages.xml?p=01", "pages.xml?p=%EF%BC%91", "pages.xml?p=+1"],
)
def test_a_map_that_there_is_not_is_not_found(site, client, path):
    """Nor is one kept again for each way to write a number."""
    assert client.get(f"/sitemap-{path}").status_code == 404


def test_the_map_asks_the_same_however_many_pages_there_are(site, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        tree("/sitemap-pages.xml")


def test_robots_are_told_where_the_map_is(client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
