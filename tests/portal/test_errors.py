"""Pages for when something is wrong: they help, and they give nothing away."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from portal import chrome, errors

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["zh-hans", "en"])
def reader(request, pages):
    pages.cookies["django_language"] = request.param
    pages.raise_request_exception = False
    return pages


@pytest.mark.parametrize(("address", "status"), [("/nowhere/", 404), ("/t/broken/", 500), ("/desk/", 403)])
def test_every_error_page_offers_110_and_a_way_on(reader, address, status):
    response = reader.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert 'href="tel:110"' in page
    assert 'href="/"' in page
    assert "<h1>" in page


@pytest.mark.parametrize(
    "address", ["/%00/", "/policy/%00/", "/policy/?q=%00", "/search/?q=a%00", "/desk/cases/?number=%00", "/?%00=1"]
)
def test_an_address_with_a_nul_in_it_is_a_bad_request(reader, address):
    assert reader.get(address).status_code == 400


def test_a_broken_page_shows_neither_cause_nor_name(reader):
    page = reader.get("/t/broken/").content.decode()
    assert "王小明" not in page
    assert "Traceback" not in page
    assert "RuntimeError" not in page


def test_the_page_for_a_broken_portal_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0), translation.override("en"):
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "It is not your fault" in response.content.decode()


def test_a_404_names_the_hotlines_that_content_registered(pages, monkeypatch):
    monkeypatch.setattr(
        chrome, "_foot", [lambda: [chrome.Hotline("12355", "青少年服务台"), chrome.Hotline("110", "公安")]]
    )
    page = pages.get("/nowhere/").content.decode()
    foot = page[page.index("site-footer") :]
    assert "tel:12355" in foot
    assert foot.count("tel:110") == 1
    assert foot.index("tel:110") < foot.index("tel:12355")


def test_a_provider_is_asked_once_however_often_it_registers(monkeypatch):
    monkeypatch.setattr(chrome, "_foot", [])
    provide = list
    chrome.register_foot(provide)
    chrome.register_foot(provide)
    assert chrome._foot == [provide]


def test_robots_are_kept_out_of_private_rooms():
    response = Client().get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert {"Disallow: /desk/", "Disallow: /admin/", "Disallow: /follow/"} <= set(lines)
