"""A page may keep the post of whoever hands its form in; every other page keeps nobody's."""

import pytest
from django.core.exceptions import ValidationError

from forms.models import FormPage, Submission
from forms.models.page import Fillers


@pytest.fixture
def ticked(page):
    FormPage.objects.filter(pk=page.pk).update(fillers=Fillers.SIGNED_IN, kept_with_post=True)
    page.refresh_from_db()
    return page


@pytest.fixture
def kept(ticked, monkeypatch):
    """As if the sample did not ask who reports."""
    monkeypatch.setattr(FormPage, "_asks_who_reports", False)
    return ticked


def hand_in(browser):
    browser.fill_all()
    return browser.send("review-and-send", {})


def test_an_ordinary_page_keeps_nobody_signed_in_or_not(browser, cast):
    browser.client.force_login(cast.east_teacher)
    hand_in(browser.begin())
    assert Submission.objects.get().post is None


def test_the_post_of_who_is_signed_in_is_kept(kept, browser, cast):
    browser.client.force_login(cast.east_teacher)
    hand_in(browser.begin())
    assert Submission.objects.get().post == cast.post("east_teacher")


def test_who_has_signed_out_meanwhile_is_asked_to_sign_in_and_nothing_is_handed_in(kept, browser, cast):
    browser.client.force_login(cast.east_teacher)
    browser.begin()
    browser.fill_all()
    held = {name: morsel.value for name, morsel in browser.client.cookies.items() if name.startswith("draft_")}
    browser.client.logout()
    browser.client.cookies.load(held)
    answer = browser.send("review-and-send", {})
    assert "/accounts/sign-in/" in answer.headers["Location"]
    assert not Submission.objects.exists()


def test_an_office_of_another_kind_cannot_finish_what_somebody_else_began(kept, browser, cast):
    kept.fillers, kept.filling_function = Fillers.FUNCTION, "school"
    kept.save()
    browser.client.force_login(cast.east_teacher)
    browser.begin()
    browser.fill_all()
    held = {name: morsel.value for name, morsel in browser.client.cookies.items() if name.startswith("draft_")}
    browser.client.force_login(cast.east_police)
    browser.client.cookies.load(held)
    assert browser.send("review-and-send", {}).status_code == 403
    assert not Submission.objects.exists()


def test_only_who_signs_in_can_be_kept(page):
    page.kept_with_post = True
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "kept_with_post" in refused.value.error_dict


def test_a_page_of_a_form_that_asks_who_reports_keeps_no_post(ticked):
    with pytest.raises(ValidationError) as refused:
        ticked.full_clean()
    assert "kept_with_post" in refused.value.message_dict


def test_also_when_the_box_was_ticked_before_the_form_asked_it(ticked, browser, cast):
    browser.client.force_login(cast.east_teacher)
    hand_in(browser.begin())
    assert Submission.objects.get().post is None


def says_so(client, page):
    client.cookies["django_language"] = "en"
    return "Your post stands beside what you hand in" in client.get(page.url).content.decode()


def test_where_it_is_kept_the_page_says_so_before_anything_is_asked(kept, client):
    assert says_so(client, kept)


def test_where_it_is_not_kept_after_all_the_page_does_not_say_so(ticked, client):
    assert not says_so(client, ticked)
