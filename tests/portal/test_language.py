"""Language and text size: one cookie each, chosen by POST, coming back to the same page."""

import pytest

pytestmark = pytest.mark.django_db


def test_everybody_starts_in_chinese_whatever_the_browser_says(pages):
    response = pages.get("/t/public/", headers={"accept-language": "en-GB,en"})
    assert '<html lang="zh-Hans" dir="ltr">' in response.content.decode()
    assert response["Content-Language"] == "zh-hans"


def test_choosing_english_comes_back_to_the_same_page_in_english(pages):
    response = pages.post("/preferences/language/", {"language": "en", "next": "/t/public/?page=2"}, follow=True)
    assert response.redirect_chain == [("/t/public/?page=2", 302)]
    assert '<html lang="en"' in response.content.decode()
    assert "Skip to the content" in response.content.decode()


def test_a_language_we_do_not_have_changes_nothing(pages, settings):
    pages.post("/preferences/language/", {"language": "xx", "next": "/"})
    assert settings.LANGUAGE_COOKIE_NAME not in pages.cookies
    pages.cookies[settings.LANGUAGE_COOKIE_NAME] = "../../etc"
    assert '<html lang="zh-Hans"' in pages.get("/t/public/").content.decode()


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "", "t/public/"]
)
def test_nobody_is_sent_to_another_site(pages, address):
    assert pages.post("/preferences/language/", {"language": "en", "next": address})["Location"] == "/"


@pytest.mark.parametrize("address", ["/preferences/language/", "/preferences/text-size/"])
def test_a_preference_is_changed_by_post_only(pages, address):
    assert pages.get(address).status_code == 405


def test_another_site_cannot_change_a_preference(pages, settings):
    pages.post("/preferences/language/", {"language": "en"}, headers={"sec-fetch-site": "cross-site"})
    assert settings.LANGUAGE_COOKIE_NAME not in pages.cookies


def test_large_print_is_a_class_on_the_page_and_can_be_taken_back(pages):
    large = pages.post("/preferences/text-size/", {"large_print": "1", "next": "/t/public/"}, follow=True)
    assert 'class="large-print"' in large.content.decode()
    assert 'aria-pressed="true"' in large.content.decode()
    usual = pages.post("/preferences/text-size/", {"large_print": "0", "next": "/t/public/"}, follow=True)
    assert "large-print" not in usual.content.decode()


def test_the_switch_names_the_language_in_that_language(pages):
    assert 'lang="en"' in pages.get("/t/public/").content.decode()
    pages.post("/preferences/language/", {"language": "en"})
    assert 'lang="zh-Hans"' in pages.get("/t/public/").content.decode()
