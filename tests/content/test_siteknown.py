"""What lies behind all pages, the site and the hotlines at their foot, is remembered, and forgotten when it changes."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from content.models import Hotline
from content.setup import ensure_site

pytestmark = pytest.mark.django_db
# An address that the page cache does not keep.
POLICIES = "/policy/?q=nothing"


@pytest.fixture
def visitor(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-sites"},
    }
    ensure_site()
    yield Client()
    caches["pages"].clear()


def queries_for_sites(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(POLICIES).status_code == 200
    return [query["sql"] for query in queries if 'FROM "wagtailcore_site"' in query["sql"]]


def test_the_site_is_looked_up_once(visitor):
    assert queries_for_sites(visitor)
    assert not queries_for_sites(visitor)


def test_another_front_page_counts_at_once(visitor, django_capture_on_commit_callbacks):
    assert visitor.get(POLICIES).status_code == 200
    site = Site.objects.get(is_default_site=True)
    site.root_page = Page.objects.get(depth=1).add_child(instance=Page(title="Elsewhere", slug="elsewhere"))
    with django_capture_on_commit_callbacks(execute=True):
        site.save()
    assert visitor.get(POLICIES).status_code == 404


def test_publishing_the_front_page_forgets_the_old_one(visitor, django_capture_on_commit_callbacks):
    queries_for_sites(visitor)
    front = Site.objects.get(is_default_site=True).root_page.specific
    with django_capture_on_commit_callbacks(execute=True):
        front.save_revision().publish()
    assert queries_for_sites(visitor)


def test_a_hotline_that_leaves_the_foot_is_gone_at_once(visitor, django_capture_on_commit_callbacks):
    hotline = Hotline.objects.filter(shown_at_foot=True).exclude(number="110").first()
    assert f"tel:{hotline.number}" in visitor.get(POLICIES).content.decode()
    hotline.shown_at_foot = False
    with django_capture_on_commit_callbacks(execute=True):
        hotline.save()
    assert f"tel:{hotline.number}" not in visitor.get(POLICIES).content.decode()
