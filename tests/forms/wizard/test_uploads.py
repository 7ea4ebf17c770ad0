"""Files in the wizard: sent with a step or by a script, left out, shown to their owner."""

from io import BytesIO

from django.test import Client

from forms.models import Submission
from portal.thinning import LEFT_OUT, LeftOut
from tests.forms.wizard.browser import Browser, picture


def test_files_sent_with_the_step_are_all_kept_shown_and_handed_in(browser):
    browser.begin()
    browser.fill_about()
    browser.client.post(f"{browser.base}people/", {"photos": [picture(), picture()], "_go": "next"})

    assert browser.draft.files.count() == 2
    page = browser.look("people").content.decode()
    assert page.count("现场.jpg</a>") == 2
    browser.send("reporter", {})
    browser.send("review-and-send", {})

    submission = Submission.objects.get()
    assert submission.files.count() == 2
    assert set(submission.unsealed()["photos"]) == {str(file.pk) for file in submission.files.all()}


def test_a_file_that_is_not_taken_is_explained_and_the_typed_text_is_kept(browser, settings):
    settings.UPLOAD_MAX_BYTES = 100
    browser.begin()
    browser.fill_about()

    answer = browser.client.post(
        f"{browser.base}people/",
        {"photos": [picture()], "guardians-rows": ["0"], "guardians-0-name": "林远", "_go": "next"},
    )

    assert answer.status_code == 422
    assert "现场.jpg" in answer.content.decode()
    assert browser.draft.answers["guardians"] == [{"name": "林远"}]
    assert not browser.draft.files.here().exists()


def left_out(*names):
    """As the turnstile says it of files it did not keep."""
    return {LEFT_OUT: [LeftOut(field, name, size) for field, name, size in names]}


def test_files_left_out_on_the_way_are_all_named_and_the_typed_text_is_kept(browser, settings):
    browser.begin()
    browser.fill_about()
    too_large = settings.UPLOAD_MAX_BYTES + 1

    answer = browser.client.post(
        f"{browser.base}people/",
        {"guardians-rows": ["0"], "guardians-0-name": "林远", "_go": "next"},
        **left_out(("photos", "影片.mp4", too_large), ("photos", "第九张.jpg", 5), ("elsewhere", "x.jpg", 5)),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "影片.mp4：" in page or "影片.mp4: " in page
    assert "第九张.jpg" in page
    assert "x.jpg" not in page
    assert "您在本页填写的其他内容都已保存" in page
    assert browser.draft.answers["guardians"] == [{"name": "林远"}]


def test_who_goes_back_after_sending_too_large_a_file_is_told_of_it_there(browser, settings):
    browser.begin()
    browser.fill_about()

    answer = browser.client.post(
        f"{browser.base}people/",
        {"guardians-rows": ["0"], "guardians-0-name": "林远", "_go": "back"},
        follow=True,
        **left_out(("photos", "影片.mp4", settings.UPLOAD_MAX_BYTES + 1)),
    )

    assert "影片.mp4" in " ".join(str(message) for message in answer.context["messages"])
    assert browser.draft.answers["guardians"] == [{"name": "林远"}]


def test_a_script_learns_that_its_file_was_left_out(browser, settings):
    browser.begin()
    browser.fill_about()

    answer = browser.client.post(
        f"{browser.base}files/photos/", {}, **left_out(("file", "影片.mp4", settings.UPLOAD_MAX_BYTES + 1))
    )

    assert answer.status_code == 422
    assert "影片.mp4" in answer.json()["error"]


def test_a_script_uploads_one_file_and_removes_it_again(browser):
    browser.begin()
    browser.fill_about()

    answer = browser.client.post(f"{browser.base}files/photos/", {"file": picture()})
    refused = browser.client.post(f"{browser.base}files/papers/", {"file": BytesIO(b"#!/bin/sh")})
    unknown = browser.client.post(f"{browser.base}files/facts/", {"file": picture()})

    assert answer.json()["name"] == "现场.jpg"
    assert browser.client.get(answer.json()["thumb"]).headers["Content-Type"] == "image/jpeg"
    assert (refused.status_code, unknown.status_code) == (422, 404)
    browser.send("people", {}, go=f"drop:{answer.json()['id']}")
    assert not browser.draft.files.here().exists()


def test_a_file_is_shown_to_its_owner_only_and_to_no_cache(browser, page):
    browser.begin()
    browser.fill_about()
    url = browser.client.post(f"{browser.base}files/photos/", {"file": picture()}).json()["url"]

    answer = browser.client.get(url)

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert Client().get(url).status_code == 404
    other = Browser(page).begin()
    file_id = url.rstrip("/").rsplit("/", 1)[-1]
    assert other.look(f"file/{file_id}").status_code == 404
