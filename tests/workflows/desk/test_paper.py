"""What was handed in, on paper: the right and the log of reading it."""

import io

import pytest
from docx import Document

from portal import docx, pdf
from portal.access.models import Access
from tests.workflows.conftest import REPORTED
from tests.workflows.desk.looking import page, text


@pytest.fixture
def printed(monkeypatch):
    """What is given to the printer."""
    given = []

    def render(_template, context, **_language):
        given.append(context)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "render", render)
    return given


def paper(client, case):
    return page(client, "paper", case.pk, case.opening_submission.pk)


def test_who_may_read_it_prints_it_and_that_is_on_record(at_desk, story, printed):
    case = story.report()

    response = paper(at_desk("east_police"), case)

    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert printed[0]["answers"]["facts"] == REPORTED["facts"]
    assert "reporter_name" not in printed[0]["answers"]
    entry = Access.objects.get(action="print")
    assert (entry.allowed, entry.matter) == (True, case.pk)


def test_it_is_saved_as_a_word_file_too_with_no_more_in_it(at_desk, story):
    case = story.report()

    response = at_desk("east_police").get(f"{paper_address(case)}?as=word")

    assert response["Content-Type"] == docx.MEDIA_TYPE
    assert response["Content-Disposition"].startswith("attachment")
    words = "\n".join(one.text for one in Document(io.BytesIO(response.content)).paragraphs)
    assert REPORTED["facts"] in words
    assert REPORTED["reporter_name"] not in words
    assert Access.objects.get(action="print").matter == case.pk


def test_the_page_of_a_paper_leads_to_it(at_desk, story):
    case = story.report()
    shown = page(at_desk("east_police"), "submission", case.pk, case.opening_submission.pk)
    assert f"/desk/cases/{case.pk}/submissions/{case.opening_submission.pk}/paper/" in shown.content.decode()


@pytest.mark.parametrize("who", ["west_police", "east_teacher", "form_administrator"])
def test_who_has_no_part_in_the_case_prints_nothing(at_desk, story, printed, who):
    case = story.report()
    assert paper(at_desk(who), case).status_code == 404
    assert printed == []


def test_on_paper_there_is_no_more_than_on_the_page(at_desk, story, printed):
    case = story.report()
    story.notify(case)

    paper(at_desk("east_civil_affairs"), case)

    shown = text(page(at_desk("east_civil_affairs"), "submission", case.pk, case.opening_submission.pk))
    hidden = [answer for key, answer in REPORTED.items() if key not in printed[0]["answers"]]
    assert hidden
    assert not [answer for answer in hidden if answer in shown]


def test_when_it_cannot_be_printed_the_page_says_so(at_desk, story, monkeypatch):
    def broken(*_given, **_more):
        raise pdf.PrintFailed("out of paper")

    monkeypatch.setattr(pdf, "render", broken)
    case = story.report()
    response = at_desk("east_police").get(paper_address(case), follow=True)
    assert "It could not be printed just now" in text(response)


def paper_address(case):
    return f"/desk/cases/{case.pk}/submissions/{case.opening_submission.pk}/paper/"
