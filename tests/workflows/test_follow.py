"""Following a report by its code: the stage, and never anything else."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse

from forms.files import store_receipt
from forms.models import Draft
from portal.effort import load, puzzles
from portal.effort import services as effort
from workflows import services

URL = "/follow/"


@pytest.fixture
def visitor(client):
    cache.clear()
    client.cookies["django_language"] = "en"
    return client


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def look_up(visitor, code):
    return visitor.post(URL, {"code": code}, follow=True)


def test_the_page_asks_for_the_code(visitor, db):
    response = visitor.get(URL)
    assert response.status_code == 200
    assert "Your code" in text(response)
    assert "110" in text(response)


def test_the_code_shows_how_far_the_report_is(visitor, story, run_jobs):
    case = story.report()
    story.notify(case)
    run_jobs("workflows.effect")
    shown = text(look_up(visitor, story.code))
    assert case.number in shown
    assert "Received" in shown
    assert "Accepted" in shown
    assert "Handled" in shown


def test_a_code_may_be_typed_carelessly(visitor, story):
    case = story.report()
    assert case.number in text(look_up(visitor, f"  {story.code.lower().replace('-', ' ')} "))


def test_it_never_shows_what_the_report_says(visitor, story, run_jobs):
    case = story.report(by="east_teacher")
    story.notify(case)
    run_jobs("workflows.effect")
    shown = look_up(visitor, story.code).content.decode()
    for secret in ("小明", "独自在家", "王老师", "桃源村", "east_teacher", "east_police", story.code):
        assert secret not in shown


def test_the_code_is_never_part_of_an_address(visitor, story):
    story.report()
    response = look_up(visitor, story.code)
    assert all(story.code not in address for address, _status in response.redirect_chain)
    assert "Show how far it is" in text(visitor.get(URL, {"code": story.code}))
    assert story.code not in str(dict(visitor.session))


def test_the_page_can_be_loaded_again(visitor, story):
    case = story.report()
    look_up(visitor, story.code)
    assert case.number in text(visitor.get(URL))


def test_after_a_quarter_of_an_hour_it_is_forgotten(visitor, story, monkeypatch):
    case = story.report()
    look_up(visitor, story.code)
    at = visitor.session["following"]["at"]
    monkeypatch.setattr("workflows.follow.time", lambda: at + 15 * 60 + 1)
    assert case.number not in text(visitor.get(URL))


@pytest.mark.parametrize("code", ["7K3M-9XQ2-7K3M-9XQ2-7K3M", "hello", "１２３"])
def test_an_unknown_code_gets_a_clear_sentence(visitor, story, code):
    story.report()
    assert "We know no report with this code" in text(look_up(visitor, code))


def test_found_or_not_the_answer_to_the_post_is_the_same(visitor, story):
    story.report()
    found = visitor.post(URL, {"code": story.code})
    unknown = visitor.post(URL, {"code": "7K3M-9XQ2-7K3M-9XQ2-7K3M"})
    assert (found.status_code, found["Location"]) == (unknown.status_code, unknown["Location"])


def test_nothing_typed_says_what_to_do(visitor, db):
    assert "Please type the code" in text(look_up(visitor, " "))


def test_many_tries_have_to_wait_and_reporting_does_not(visitor, story, monkeypatch):
    case = story.report()
    monkeypatch.setitem(effort.LIMITS, "follow", effort.Limit(effort.Window(3, 60)))
    for module in (load, puzzles):
        monkeypatch.setattr(module, "time", lambda: 1_000_000_000.0)
    for _try in range(3):
        look_up(visitor, "nothing")
    response = visitor.post(URL, {"code": story.code})
    assert response.status_code == 429
    assert "Please wait 5 seconds" in text(response)
    assert "110" in text(response)
    assert case.number not in text(response)
    assert story.report().number


def test_the_receipt_is_there_again_while_it_is_kept(visitor, story):
    case = story.report()
    draft = Draft.objects.get(submission=case.opening_submission)
    store_receipt(draft, "receipt.pdf", b"%PDF-1.7 receipt")
    assert visitor.get(reverse("follow_receipt")).status_code == 404
    assert "Receipt as PDF" in text(look_up(visitor, story.code))
    response = visitor.get(reverse("follow_receipt"))
    assert response.content == b"%PDF-1.7 receipt"
    assert "no-store" in response["Cache-Control"]


def test_a_case_that_was_sent_back_shows_what_was_told(visitor, story, cast, run_jobs):
    case = story.report()
    story.notify(case)
    services.complete_task(story.task(case, "watch"), "back", by=cast.post("east_civil_affairs"))
    run_jobs("workflows.effect")
    assert "Handled" in text(look_up(visitor, story.code))
