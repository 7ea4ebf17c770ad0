"""Whose draft it is: tabs, browsers, cookies, the link to come back by, and the end of its time."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forms.models import Draft
from tests.forms.wizard.browser import ABOUT, Browser


def test_two_drafts_in_two_tabs_stay_apart(browser):
    browser.begin()
    first = browser.base
    browser.begin()
    second = browser.base
    assert first != second

    browser.fill_about(facts="第二份报告的描述")
    browser.base = first
    browser.fill_about(facts="第一份报告的描述")

    browser.base = second
    assert browser.draft.answers["facts"] == "第二份报告的描述"
    browser.base = first
    assert browser.draft.answers["facts"] == "第一份报告的描述"


def test_another_browser_sees_nothing_of_a_draft_whose_address_it_knows(browser, page):
    browser.begin()
    browser.fill_about()
    other = Browser(page)
    other.base = browser.base

    for step in ("about", "review-and-send", "receipt-page"):
        assert other.look(step).status_code == 404
        assert "手臂受伤" not in other.look(step).content.decode()
    other.fill_about(facts="别人写的内容")
    assert browser.draft.answers["facts"] == ABOUT["facts"]


def test_the_cookie_of_one_draft_does_not_open_another(browser, page):
    browser.begin()
    other = Browser(page).begin()
    mine = browser.client.cookies[f"draft_{browser.draft.pk.hex}"]
    browser.client.cookies[f"draft_{other.draft.pk.hex}"] = mine.value
    browser.base = other.base

    assert browser.look("about").status_code == 404


def test_the_cookie_is_hidden_from_scripts_and_goes_only_to_this_page(browser):
    answer = browser.client.post(f"{browser.home}start/")
    cookie = next(morsel for name, morsel in answer.cookies.items() if name.startswith("draft_"))

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == browser.home
    assert cookie["max-age"] == ""


def test_the_resume_link_opens_the_draft_elsewhere_without_the_token_in_the_address(browser, page):
    browser.begin()
    browser.fill_about()
    link = re.search(r'value="http://[^/]+([^"]*resume/[^"]+)"', browser.look("people").content.decode())[1]
    other = Browser(page)

    answer = other.client.get(link)

    other.base = answer.headers["Location"]
    assert link.rstrip("/").rsplit("/", 1)[-1] not in other.base
    assert other.look().headers["Location"] == f"{browser.base}people/"


@pytest.mark.parametrize("state", ["unknown", "expired", "sent"])
def test_a_resume_link_that_does_not_work_any_more_says_so_and_offers_a_new_start(browser, state):
    browser.begin()
    link = re.search(r'value="http://[^/]+([^"]*resume/[^"]+)"', browser.look("about").content.decode())[1]
    if state == "expired":
        Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif state == "sent":
        browser.fill_all()
        browser.send("review-and-send", {})
    else:
        link = link[:-3] + "xx/"

    answer = Client().get(link)

    assert answer.status_code == 410
    assert f'href="{browser.home}"' in answer.content.decode()
    assert "tel:110" in answer.content.decode()


def test_a_page_that_is_moved_takes_no_draft_away(browser, page):
    browser.begin()
    browser.fill_about()
    link = re.search(r'value="http://[^/]+([^"]*resume/[^"]+)"', browser.look("people").content.decode())[1]
    page.slug = "moved"
    page.save_revision().publish()
    page.refresh_from_db()

    assert browser.look("people").status_code == 200
    assert Client().get(link).headers["Location"].startswith(page.get_url())


@pytest.mark.parametrize("path", ["//evil.example/resume/x/", "/\\evil.example/resume/x/", "/nowhere/resume/x/"])
def test_a_false_link_leads_to_no_other_site(db, path):
    page = Client().get(path)

    assert page.status_code in (404, 410) or page["Location"].startswith("/nowhere")
    assert 'href="//' not in page.content.decode()
    assert 'href="/\\' not in page.content.decode()


def test_an_expired_draft_says_so_in_the_browser_that_holds_it(browser):
    browser.begin()
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert browser.look("about").status_code == 410
    assert browser.fill_about().status_code == 410


def test_a_page_of_the_wizard_is_kept_by_no_cache(browser):
    browser.begin()

    assert "no-store" in browser.look("about").headers["Cache-Control"]
