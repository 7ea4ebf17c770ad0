"""Following a report by its code: the stage, and never anything else."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from forms.files import store_receipt
from forms.models import Draft
from portal.access import chain
from portal.access.models import Access
from portal.effort import load, puzzles
from portal.effort import services as effort
from portal.privacy import sealing
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
    monkeypatch.setattr("workflows.follow.session.time", lambda: at + 15 * 60 + 1)
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


COPY = "/follow/copy/"
OTHER_CODE = "7K3M-9XQ2-7K3M-9XQ2-7K3M"


def ask_for_copy(visitor, code, once=None):
    """Open the page and type the code; `once` is what an old form would send."""
    form = visitor.get(COPY)
    return visitor.post(COPY, {"code": code, "once": form.context["once"] if once is None else once})


def test_with_the_code_again_one_reads_what_one_sent_but_not_who_one_is(visitor, story):
    case = story.report()
    look_up(visitor, story.code)
    shown = ask_for_copy(visitor, story.code)
    assert case.number in text(shown)
    for said in ("独自在家三天", "小明", "Yes"):
        assert said in text(shown)
    assert "王老师" not in shown.content.decode()
    assert story.code not in shown.content.decode()


def test_the_broken_twin_that_reads_every_compartment_would_say_who_reported(visitor, story, monkeypatch):
    case = story.report()
    look_up(visitor, story.code)
    whole = {"reporter_name": "王老师", **case.opening_submission.unsealed()}
    monkeypatch.setattr("forms.reading.handed_in", lambda _submission: whole)
    assert "王老师" in ask_for_copy(visitor, story.code).content.decode()


def test_the_copy_is_kept_by_no_browser_and_leaves_the_screen_by_itself(visitor, story):
    story.report()
    look_up(visitor, story.code)
    shown = ask_for_copy(visitor, story.code)
    assert "no-store" in shown["Cache-Control"]
    assert shown["Refresh"] == "900; url=/follow/"
    assert "15 minutes" in text(shown)
    assert "weather" in shown.content.decode()  # the quick exit


def test_looking_again_needs_the_code_again(visitor, story):
    story.report()
    look_up(visitor, story.code)
    ask_for_copy(visitor, story.code)
    assert "独自在家" not in text(visitor.get(COPY))
    assert "独自在家" not in text(visitor.get(COPY, {"code": story.code}))


def test_the_same_form_sent_again_by_going_back_shows_nothing(visitor, story):
    story.report()
    look_up(visitor, story.code)
    word = visitor.get(COPY).context["once"]
    sent = {"code": story.code, "once": word}
    assert "独自在家" in text(visitor.post(COPY, sent))
    again = visitor.post(COPY, sent)
    assert "独自在家" not in text(again)
    assert "Type the code again" in text(again)


@pytest.mark.parametrize("word", ["", "invented", "字"])
def test_a_form_that_we_did_not_give_shows_nothing(visitor, story, word):
    story.report()
    look_up(visitor, story.code)
    assert "独自在家" not in text(ask_for_copy(visitor, story.code, once=word))


def test_the_broken_twin_without_the_word_it_would_be_shown_again(visitor, story, monkeypatch):
    story.report()
    look_up(visitor, story.code)
    monkeypatch.setattr("workflows.follow.own_copy.use_up", lambda *_: True)
    sent = {"code": story.code, "once": visitor.get(COPY).context["once"]}
    visitor.post(COPY, sent)
    assert "独自在家" in text(visitor.post(COPY, sent))


def test_without_having_looked_it_up_one_is_sent_to_do_that(visitor, story):
    story.report()
    for answer in (visitor.get(COPY), visitor.post(COPY, {"code": story.code, "once": ""})):
        assert (answer.status_code, answer["Location"]) == (302, URL)


def test_after_a_quarter_of_an_hour_the_copy_begins_anew_too(visitor, story, monkeypatch):
    story.report()
    look_up(visitor, story.code)
    at = visitor.session["following"]["at"]
    monkeypatch.setattr("workflows.follow.session.time", lambda: at + 15 * 60 + 1)
    assert visitor.get(COPY).status_code == 302


def test_the_code_of_another_report_opens_no_copy(visitor, story):
    story.report()
    first = story.code
    story.report(facts="另一件事")
    look_up(visitor, first)
    shown = ask_for_copy(visitor, story.code)
    assert "This code belongs to another report" in text(shown)
    assert "另一件事" not in text(shown)
    assert "独自在家" not in text(shown)


def test_wrong_codes_for_a_copy_count_as_wrong_codes(visitor, story, monkeypatch):
    story.report()
    look_up(visitor, story.code)
    monkeypatch.setitem(effort.LIMITS, "follow", effort.Limit(effort.Window(2, 60)))
    for module in (load, puzzles):
        monkeypatch.setattr(module, "time", lambda: 1_000_000_000.0)
    for _try in range(2):
        assert "We know no report" in text(ask_for_copy(visitor, OTHER_CODE))
    assert ask_for_copy(visitor, story.code).status_code == 429


def test_the_log_says_that_it_was_read_on_what_day_and_nothing_that_leads_to_anybody(visitor, story):
    case = story.report()
    look_up(visitor, story.code)
    ask_for_copy(visitor, OTHER_CODE)
    assert not Access.objects.exists()
    ask_for_copy(visitor, story.code)
    row = Access.objects.get()
    assert (row.action, row.object_id, row.allowed) == ("read_own_copy", str(case.opening_submission.pk), True)
    assert (row.user, row.post, row.matter, row.address, row.purpose) == (None, None, None, "", "")
    assert timezone.localtime(row.at) == timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    assert row.digest == chain.digest_of(row)


def test_of_what_was_erased_there_is_no_copy(visitor, story):
    case = story.report()
    look_up(visitor, story.code)
    sealing.erase(case.opening_submission.data_key)
    shown = text(ask_for_copy(visitor, story.code))
    assert "has been erased" in shown
    assert not Access.objects.exists()


def test_the_page_of_the_status_leads_to_the_copy(visitor, story):
    story.report()
    assert f'href="{COPY}"' in look_up(visitor, story.code).content.decode()


def test_a_case_that_was_sent_back_shows_what_was_told(visitor, story, cast, run_jobs):
    case = story.report()
    story.notify(case)
    services.complete_task(story.task(case, "watch"), "back", by=cast.post("east_civil_affairs"))
    run_jobs("workflows.effect")
    assert "Handled" in text(look_up(visitor, story.code))
