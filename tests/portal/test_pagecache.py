"""The page cache keeps public pages only, tells them apart, and forgets them at once."""

import gzip
import re

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page, Site

from portal import pagecache, pagestamp
from portal.chrome import LARGE_PRINT_COOKIE

pytestmark = pytest.mark.django_db


def made(response):
    return int(re.search(rb"made (\d+)", response.content)[1])


def get_twice(client, address, **extra):
    return made(client.get(address, **extra)), made(client.get(address, **extra))


def test_a_public_page_is_made_once(kept_pages):
    first, second = get_twice(kept_pages, "/t/public/")
    assert first == second


def test_a_kept_page_carries_every_header_of_a_fresh_one(kept_pages):
    fresh, kept = kept_pages.get("/t/public/"), kept_pages.get("/t/public/")
    assert fresh.items()
    assert dict(kept.items()) == dict(fresh.items())
    assert "script-src 'self'" in kept["Content-Security-Policy"]


def test_answering_from_the_cache_asks_no_database(kept_pages, django_assert_num_queries):
    kept_pages.get("/t/public/")
    with django_assert_num_queries(0):
        kept_pages.get("/t/public/")


@pytest.mark.parametrize(
    "address",
    [
        "/t/forgotten/",
        "/t/with-form/",
        "/t/with-borrowed-form/",
        "/t/missing/",
        "/report/t/",
        "/t/public/?q=somebody",
        "/t/public/?page=2&q=somebody",
        "/t/public/?page=12345",
    ],
)
def test_any_other_page_is_made_each_time(kept_pages, address):
    first, second = get_twice(kept_pages, address)
    assert first != second


def test_a_page_that_asks_for_a_token_is_not_kept_even_when_the_visitor_has_one(kept_pages):
    kept_pages.get("/t/with-form/")
    assert "csrftoken" in kept_pages.cookies
    first, second = get_twice(kept_pages, "/t/with-form/")
    assert first != second


def test_a_page_that_sets_a_cookie_is_not_kept_for_the_next_visitor(kept_pages):
    assert made(Client().get("/t/with-cookie/")) != made(Client().get("/t/with-cookie/"))


def test_pages_of_a_list_are_kept_apart(kept_pages):
    first, again = get_twice(kept_pages, "/t/public/?page=1")
    assert first == again
    assert made(kept_pages.get("/t/public/?page=2")) != first


def test_a_signed_in_person_is_neither_answered_from_the_cache_nor_kept(kept_pages, cast):
    anonymous = made(kept_pages.get("/t/public/"))
    signed_in = Client()
    signed_in.force_login(cast.east_police)
    response = signed_in.get("/t/public/")
    assert made(response) != anonymous
    assert response["Cache-Control"] == "no-store"
    assert made(Client().get("/t/public/")) == anonymous


def test_a_visitor_with_an_unknown_cookie_gets_a_page_of_their_own(kept_pages):
    anonymous = made(kept_pages.get("/t/public/"))
    other = Client()
    other.cookies["draft"] = "abc"
    assert made(other.get("/t/public/")) != anonymous


def test_languages_text_sizes_and_hosts_are_kept_apart(kept_pages, settings):
    chinese = made(kept_pages.get("/t/public/"))
    english = Client()
    english.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    large = Client()
    large.cookies[LARGE_PRINT_COOKIE] = "1"
    numbers = {
        chinese,
        made(english.get("/t/public/")),
        made(large.get("/t/public/")),
        made(Client().get("/t/public/", headers={"host": "other.example"})),
        made(Client().get("/t/public/", secure=True)),
    }
    assert len(numbers) == 5
    assert b'lang="en"' in english.get("/t/public/").content


def test_a_browser_that_has_the_page_is_told_so(kept_pages):
    etag = kept_pages.get("/t/public/")["ETag"]
    response = kept_pages.get("/t/public/", headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert kept_pages.get("/t/public/", headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("offered", ["gzip", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8", "GZIP"])
def test_a_public_page_is_sent_compressed_fresh_and_kept(kept_pages, offered):
    for _fresh_and_kept in range(2):
        packed = kept_pages.get("/t/public/", headers={"accept-encoding": offered})
        assert packed["Content-Encoding"] == "gzip"
        assert packed["Content-Length"] == str(len(packed.content))
        assert "Accept-Encoding" in packed["Vary"]
        assert gzip.decompress(packed.content) == kept_pages.get("/t/public/").content


@pytest.mark.parametrize("offered", ["", "identity", "br", "gzip;q=0", "gzip;q=0.0, br", "x-gzip-not"])
def test_who_does_not_read_gzip_gets_the_page_as_it_was_made(kept_pages, offered):
    kept_pages.get("/t/public/", headers={"accept-encoding": "gzip"})
    plain = kept_pages.get("/t/public/", headers={"accept-encoding": offered})
    assert "Content-Encoding" not in plain
    assert b"made" in plain.content


@pytest.mark.parametrize("address", ["/t/forgotten/", "/t/with-form/", "/report/t/", "/t/public/?q=somebody"])
def test_what_may_hold_something_of_its_reader_is_never_compressed(kept_pages, address):
    assert "Content-Encoding" not in kept_pages.get(address, headers={"accept-encoding": "gzip"})


def test_purging_forgets_every_page_once_the_transaction_is_committed(kept_pages, django_capture_on_commit_callbacks):
    first = made(kept_pages.get("/t/public/"))
    with django_capture_on_commit_callbacks(execute=True):
        pagecache.purge()
        assert made(kept_pages.get("/t/public/")) == first
    assert made(kept_pages.get("/t/public/")) != first


def test_publishing_unpublishing_and_deleting_a_page_purge(kept_pages, django_capture_on_commit_callbacks):
    page = Page.objects.get(depth=2)
    for change in (lambda: page.save_revision().publish(), page.unpublish, page.delete):
        before = pagestamp.now()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        assert pagestamp.now() != before


def test_a_draft_purges_nothing(kept_pages, django_capture_on_commit_callbacks):
    page = Page.objects.get(depth=2)
    before = pagestamp.now()
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()
    assert pagestamp.now() == before


def test_saving_a_model_that_asked_for_it_purges(kept_pages, django_capture_on_commit_callbacks):
    before = pagestamp.now()
    with django_capture_on_commit_callbacks(execute=True):
        Site.objects.get().save()
    assert pagestamp.now() != before


def test_two_purges_in_one_tick_of_the_clock_are_two(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    stamps = []
    for _ in range(5):
        pagestamp.change()
        stamps.append(pagestamp.now())
    assert len(set(stamps)) == 5


def test_with_redis_the_stamp_is_shared_and_read_again_after_half_a_second(settings, monkeypatch):
    settings.REDIS_URL = "redis://shared"
    clock = [100.0]
    monkeypatch.setattr(pagestamp, "monotonic", lambda: clock[0])
    monkeypatch.setattr(pagestamp, "_read_at", float("-inf"))
    mine = pagestamp.now()
    cache.set(pagestamp.SHARED_KEY, "changed by another process", None)
    assert pagestamp.now() == mine
    clock[0] += 0.6
    assert pagestamp.now() == "changed by another process"
    pagestamp.change()
    assert pagestamp.now() not in {mine, "changed by another process"}


def test_a_stamp_that_redis_lost_never_comes_back(settings, monkeypatch):
    settings.REDIS_URL = "redis://shared"
    clock = [100.0]
    monkeypatch.setattr(pagestamp, "monotonic", lambda: clock[0])
    monkeypatch.setattr(pagestamp, "_read_at", float("-inf"))
    before = pagestamp.now()
    cache.delete(pagestamp.SHARED_KEY)
    clock[0] += 1
    assert pagestamp.now() not in {before, "", "None"}
