"""Files of a case: opened by who may read all of them."""

import pytest

from forms.files import store_made
from portal.access.models import Access
from tests.workflows.desk.looking import page, text


@pytest.fixture
def letter(story):
    case = story.report()
    story.notify(case)
    return case, store_made(case.opening_submission, "letter:x", "函.pdf", "application/pdf", b"%PDF-1.7 x")


def test_a_letter_opens_for_who_may_read_all_of_it_and_is_on_record(at_desk, letter):
    case, file = letter
    response = page(at_desk("east_township"), "document", case.pk, file.pk)
    assert response.content == b"%PDF-1.7 x"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert "no-store" in response["Cache-Control"]
    assert Access.objects.get(action="open_file").allowed


def test_a_letter_is_closed_to_who_may_read_a_part_only(at_desk, letter):
    case, file = letter
    assert page(at_desk("east_civil_affairs"), "document", case.pk, file.pk).status_code == 404
    assert Access.objects.get(action="open_file").allowed is False
    assert "函.pdf" not in text(page(at_desk("east_civil_affairs"), "case", case.pk))


def test_a_letter_of_another_case_is_not_there(at_desk, letter, story):
    _case, file = letter
    other = story.report()
    assert page(at_desk("east_police"), "document", other.pk, file.pk).status_code == 404


def test_a_file_that_is_neither_picture_nor_pdf_is_saved_not_shown(at_desk, letter):
    case, _file = letter
    file = store_made(case.opening_submission, "letter:y", "x.html", "text/html", b"<script>")
    assert page(at_desk("east_police"), "document", case.pk, file.pk)["Content-Disposition"].startswith("attachment")
