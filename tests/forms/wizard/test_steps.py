"""The steps of the wizard: forth and back, what is shown, what is saved."""

import re

import pytest

from forms.models import Draft, Submission
from tests.forms.wizard.browser import ABOUT


def test_looking_makes_no_draft_and_begin_is_a_post(browser):
    page = browser.client.get(browser.home)

    assert page.status_code == 200
    assert "tel:110" in page.content.decode()
    assert browser.client.get(f"{browser.home}start/").status_code == 405
    assert not Draft.objects.exists()
    browser.begin()
    assert Draft.objects.count() == 1


def test_the_whole_way_from_begin_to_receipt(browser):
    browser.begin()
    assert browser.look().headers["Location"] == f"{browser.base}about/"
    assert browser.look("about").status_code == 200
    browser.fill_all()
    review = browser.look("review-and-send")
    assert "孩子独自在家" in review.content.decode()

    sent = browser.send("review-and-send", {"_key": "k"})

    receipt = browser.client.get(sent.headers["Location"])
    assert Submission.objects.get().number in receipt.content.decode()
    main = receipt.content.decode().partition("<main")[2].partition("</main>")[0]
    assert 'href="tel:110"' in main
    assert browser.draft.receipt_code in receipt.content.decode()


def test_a_step_ahead_is_not_reachable_by_address_nor_by_post(browser):
    browser.begin()

    assert browser.look("reporter").headers["Location"] == f"{browser.base}about/"
    assert browser.send("reporter", {"reporter_name": "何"}).headers["Location"] == f"{browser.base}about/"
    assert browser.draft.answers == {}


def test_an_unknown_step_is_a_page_that_is_not_found(browser):
    browser.begin()

    assert browser.look("no_such_step").status_code == 404
    assert browser.send("no_such_step", {}).status_code == 404


def test_looking_at_steps_review_and_receipt_changes_nothing(browser):
    browser.begin()
    browser.fill_all()
    before = Draft.objects.values().get()

    for place_ in ("", "about", "people", "reporter", "review-and-send", "receipt-page"):
        browser.look(place_)

    assert Draft.objects.values().get() == before
    assert not Submission.objects.exists()


def test_going_back_saves_what_was_typed_even_when_it_is_not_right_yet(browser):
    browser.begin()
    browser.fill_about()
    answer = browser.send("people", {}, go="back")
    assert answer.headers["Location"] == f"{browser.base}about/"
    browser.send("people", {"guardians-rows": ["0"], "guardians-0-name": "", "guardians-0-reached": "yes"}, go="back")
    assert browser.draft.answers["guardians"] == [{"reached": True}]
    browser.send("people", {"guardians-rows": ["0"], "guardians-0-name": "林远"})

    browser.send("reporter", {"reporter_name": "何老师", "reporter_phone": "12-not-a-number"}, go="back")

    page = browser.look("reporter").content.decode()
    assert "12-not-a-number" in page
    assert "何老师" in page


def test_wrong_answers_come_back_with_what_was_typed_and_links_to_the_fields(browser):
    browser.begin()

    answer = browser.fill_about(facts="短", kind="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#field-facts"' in page
    assert 'href="#field-kind"' in page
    assert ">短</textarea>" in page.replace("\n", "")
    assert "about" not in browser.draft.finished_steps


def test_fields_that_answers_bring_up_are_shown_before_going_on(browser):
    browser.begin()

    answer = browser.fill_about(kind="alone", _seen="danger kind place facts")

    assert answer.headers["Location"] == f"{browser.base}about/#field-days"
    assert "about" not in browser.draft.finished_steps
    again = browser.fill_about(kind="alone", _seen="danger kind place facts days")
    assert again.headers["Location"] == f"{browser.base}people/"


def test_the_call_110_panel_appears_with_a_danger_answer(browser):
    browser.begin()
    browser.fill_about(danger="yes", _seen="danger kind place facts")

    page = browser.look("about").content.decode()

    note = re.search(r'<div id="field-call_now"[^>]*>', page)
    assert note
    assert "hidden" not in note[0]
    assert 'href="tel:110"' in page


def test_unknown_and_computed_and_hidden_keys_are_not_taken_from_a_post(browser):
    browser.begin()

    browser.fill_about(reporter_name="smuggled", submission="1", days="5", called="yes")

    assert set(browser.draft.answers) == {"danger", "kind", "place", "facts"}


def test_a_save_from_an_older_window_counts_and_the_person_is_told(browser):
    browser.begin()
    browser.fill_about(_revision="0")

    answer = browser.client.post(
        f"{browser.base}about/", {**ABOUT, "facts": "另一个窗口写的", "_revision": "0", "_go": "next"}, follow=True
    )

    assert browser.draft.answers["facts"] == "另一个窗口写的"
    assert [str(message) for message in answer.context["messages"]]


def test_autosave_saves_quietly_and_finishes_nothing(browser):
    browser.begin()

    answer = browser.send("about", {"facts": "写了一半的描述"}, go="save")

    assert answer.json()["revision"] == 1
    assert browser.draft.answers["facts"] == "写了一半的描述"
    assert browser.draft.finished_steps == []


def test_rows_are_added_and_removed_without_a_script(browser):
    browser.begin()
    browser.fill_about()
    browser.send("people", {}, go="add:guardians")
    browser.send("people", {"guardians-rows": ["0"], "guardians-0-name": "林远"}, go="add:guardians")
    page = browser.look("people").content.decode()
    assert 'name="guardians-1-name"' in page
    assert 'value="林远"' in page

    browser.send(
        "people",
        {"guardians-rows": ["0", "1"], "guardians-0-name": "林远", "guardians-1-name": "周平"},
        go="remove:guardians-0",
    )

    assert browser.draft.answers["guardians"] == [{"name": "周平"}]


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", ""])
def test_a_row_that_is_not_there_is_not_removed(browser, number):
    browser.begin()
    browser.fill_about()
    sent = {"guardians-rows": ["0"], "guardians-0-name": "林远"}
    assert browser.send("people", sent, go=f"remove:guardians-{number}").status_code == 302
    assert browser.draft.answers["guardians"] == [{"name": "林远"}]


def test_a_table_never_grows_beyond_its_most_rows(browser):
    browser.begin()
    browser.fill_about()
    rows = [str(number) for number in range(50)]

    browser.send("people", {"guardians-rows": rows, **{f"guardians-{n}-name": "某" for n in rows}})

    assert len(browser.draft.answers["guardians"]) == 3


def test_answers_come_back_into_the_fields_as_they_were_typed(browser):
    browser.begin()
    browser.fill_all()

    page = browser.look("about").content.decode()

    assert ABOUT["facts"] in page
    assert re.search(r'value="no"[^>]*checked', page)
    assert re.search(r'value="990121101201" selected', page)


def test_a_step_post_needs_few_queries(browser, django_assert_max_num_queries):
    browser.begin()
    browser.fill_about()

    with django_assert_max_num_queries(10):
        browser.send("people", {"guardians-rows": ["0"], "guardians-0-name": "林远"})
