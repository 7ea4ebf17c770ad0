"""Somebody reports while files cannot be stored, or sends one that cannot be taken."""

import errno

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile

from forms.models import Submission
from tests.forms.wizard.browser import picture

WORDS = {"guardians-rows": ["0"], "guardians-0-name": "林远", "_go": "next"}


@pytest.fixture
def full_disk(monkeypatch):
    def full(*_file):
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)


def test_with_a_full_disk_the_answers_go_through_and_every_page_names_the_missing_file(browser, full_disk):
    browser.begin()
    browser.fill_about()

    told = browser.client.post(f"{browser.base}people/", {**WORDS, "photos": [picture()]})
    on = browser.client.post(f"{browser.base}people/", WORDS)
    step = browser.look("people").content.decode()
    browser.send("reporter", {})
    review = browser.look("review-and-send").content.decode()
    browser.send("review-and-send", {})
    receipt = browser.look("receipt-page").content.decode()

    assert told.status_code == 422
    assert "目前无法保存文件" in told.content.decode()
    assert on.status_code == 302
    assert "已上传，但未能保存" in step
    assert "有 1 个文件没有传上来" in review
    assert "缺少以下文件" in receipt
    assert all("现场.jpg" in page for page in (step, review, receipt))
    submission = Submission.objects.get()
    assert submission.unsealed()["guardians"] == [{"name": "林远"}]
    assert [file.missing for file in submission.files.all()] == ["not_kept"]


def test_a_script_is_told_that_one_may_go_on_without_the_file(browser):
    browser.begin()
    browser.fill_about()

    answer = browser.client.post(f"{browser.base}files/photos/", {"file": SimpleUploadedFile("x.jpg", b"MZ\x90")})

    assert answer.status_code == 422
    assert "也可以不传此文件继续填报" in answer.json()["error"]
    assert "href" not in browser.look("people").content.decode().split("x.jpg")[0][-40:]


def test_a_file_is_given_in_parts_to_whoever_handed_it_in(browser):
    browser.begin()
    browser.fill_about()
    url = browser.client.post(f"{browser.base}files/photos/", {"file": picture()}).json()["url"]

    whole = browser.client.get(url)
    part = browser.client.get(url, headers={"Range": "bytes=2-9", "If-Range": whole["ETag"]})

    assert part.status_code == 206
    assert part.content == whole.content[2:10]
    assert browser.client.head(url)["Content-Length"] == str(len(whole.content))
    assert browser.client.get(url, headers={"Range": "bytes=999999-"}).status_code == 416
