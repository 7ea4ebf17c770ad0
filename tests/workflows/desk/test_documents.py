"""Files of a case: opened by who may read all of them."""

import pytest
from django.urls import reverse

from forms.files import store_made
from forms.models import StoredFile
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


@pytest.fixture
def sent(letter):
    """A PDF that somebody handed in where the letter stood, which everybody who reads the letter may read."""
    case, file = letter
    StoredFile.objects.filter(pk=file.pk).update(scan=StoredFile.Scan.UNSCANNED)
    return case, StoredFile.objects.get(pk=file.pk)


def test_a_pdf_that_somebody_sent_is_saved_not_shown_and_marked_as_not_checked(at_desk, sent):
    case, file = sent

    assert page(at_desk("east_township"), "document", case.pk, file.pk)["Content-Disposition"].startswith("attachment")
    assert "Not checked for viruses" in text(page(at_desk("east_township"), "case", case.pk))


def test_an_infected_file_is_named_without_a_link_and_opened_by_nobody(at_desk, sent):
    case, file = sent
    StoredFile.objects.filter(pk=file.pk).update(scan=StoredFile.Scan.INFECTED)
    client = at_desk("east_township")

    refused = page(client, "document", case.pk, file.pk)
    shown = page(client, "case", case.pk)

    assert refused.status_code == 403
    assert b"%PDF" not in refused.content
    assert "Virus found: locked away" in text(shown)
    assert str(file.pk) not in shown.content.decode()


def test_a_file_that_did_not_get_through_is_named_without_a_link(at_desk, sent):
    case, file = sent
    StoredFile.objects.filter(pk=file.pk).update(missing=StoredFile.Missing.NOT_KEPT, path="")
    client = at_desk("east_township")

    assert "Was sent, but could not be stored" in text(page(client, "case", case.pk))
    assert page(client, "document", case.pk, file.pk).status_code == 410


def test_a_letter_is_given_in_parts(at_desk, letter):
    case, file = letter
    address = reverse("desk:document", args=[case.pk, file.pk])

    part = at_desk("east_township").get(address, headers={"Range": "bytes=0-3"})

    assert (part.status_code, part.content) == (206, b"%PDF")
