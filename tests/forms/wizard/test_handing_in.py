"""Handing in: once, whole, on the version it was begun with."""

from datetime import timedelta

from django.utils import timezone

from forms import builder, services
from forms.models import Draft, FormPage, Submission
from tests.forms import sample
from tests.forms.wizard.browser import ABOUT, Browser


def test_a_second_click_on_send_leads_to_the_same_receipt(browser):
    browser.begin()
    browser.fill_all()
    first = browser.send("review-and-send", {"_key": "k"})
    second = browser.send("review-and-send", {"_key": "k"})

    assert first.headers["Location"] == second.headers["Location"]
    assert Submission.objects.count() == 1


def test_after_sending_the_steps_lead_to_the_receipt_and_back_changes_nothing(browser):
    browser.begin()
    browser.fill_all()
    browser.send("review-and-send", {})

    assert browser.look("about").headers["Location"] == f"{browser.base}receipt-page/"
    assert browser.fill_about(facts="后来改写的内容").headers["Location"] == f"{browser.base}receipt-page/"
    assert Submission.objects.get().unsealed()["facts"] == ABOUT["facts"]


def test_the_receipt_is_gone_after_a_day(browser):
    browser.begin()
    browser.fill_all()
    browser.send("review-and-send", {})
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert browser.look("receipt-page").status_code == 404


def test_sending_an_incomplete_form_lists_what_is_missing_with_links(browser):
    browser.begin()

    answer = browser.send("review-and-send", {})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="{browser.base}about/?from=review#field-facts"' in page
    assert not Submission.objects.exists()


def test_a_draft_goes_on_with_its_version_while_the_next_is_published(browser):
    browser.begin()
    changed = sample.schema(title={"zh-hans": "第二版"}, steps=sample.schema().model_dump()["steps"][:1])
    services.publish(builder.save_definition(changed, by=None), by=None)

    browser.fill_all()
    browser.send("review-and-send", {})

    assert Submission.objects.get().version.number == 1
    assert browser.begin().draft.version.number == 2


def test_a_form_that_is_closed_cannot_be_begun_but_a_draft_can_be_finished(browser, page):
    browser.begin()
    FormPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    assert Browser(page).client.post(f"{browser.home}start/").headers["Location"] == browser.home
    browser.fill_all()
    browser.send("review-and-send", {})
    assert Submission.objects.exists()
