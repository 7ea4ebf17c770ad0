"""A page may keep the post of whoever hands its form in; every other page keeps nobody's."""

import pytest
from django.core.exceptions import ValidationError

from forms.models import Submission
from forms.models.page import Fillers


@pytest.fixture
def kept(page):
    page.fillers, page.kept_with_post = Fillers.SIGNED_IN, True
    page.save()
    return page


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
