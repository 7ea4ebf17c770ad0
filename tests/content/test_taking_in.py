"""A document taken in through the browser: looked at beside the original, corrected, and only then a draft."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from content.importing.pages import import_document
from content.models import PolicyPage
from content.outline import outline_of
from content.policytext.parse import parse
from content.setup import ensure_groups
from tests.content import papers
from tests.content.policytext.documents import LABELLED_LINES, NOTHING_PRINTED
from tests.content.policytext.samples import SAMPLE
from tests.roots import ensure_root

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/policy_documents/take-in/"


@pytest.fixture
def editor(cast):
    person = cast.form_administrator
    person.groups.set([ensure_groups()])
    client = Client()
    client.force_login(person)
    client.person = person
    return client


def look_at(client, data, name="sample.txt"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})


def posted(answer):
    """What a browser would send of the review, untouched."""
    review = answer.context["review"]
    bound = [
        *review.about,
        *review.clauses.management_form,
        *review.rows.management_form,
        *(field for form in review.clauses for field in form),
        *(field for form in review.rows for field in form),
    ]
    values = {field.html_name: field.value() for field in bound}
    sent = {name: value for name, value in values.items() if value is not None and value is not False}
    return {**sent, "text": answer.context["text"], "source": answer.context["source"]}


def test_nothing_is_kept_before_the_editor_says_so(editor):
    answer = look_at(editor, SAMPLE.encode())
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "禾政发〔2026〕12号" in html
    assert "二（二）5" in html
    assert "让每一名遇到困难的儿童都有人看见" in html
    assert not PolicyPage.objects.exists()


def test_confirming_makes_a_draft_of_the_editors(editor):
    sent = posted(look_at(editor, papers.as_word(SAMPLE), "sample.docx"))
    answer = editor.post(ADDRESS, {**sent, "take": "1"})
    page = PolicyPage.objects.get()
    assert answer.url == f"/admin/pages/{page.pk}/edit/"
    assert not page.live
    assert page.latest_revision.user == editor.person
    clauses = page.get_latest_revision_as_object().outline["clauses"]
    assert [clause["id"] for clause in clauses][3:8] == ["二", "二（一）", "二（一）1", "二（一）2", "二（二）"]
    assert sum(len(clause["allocations"]) for clause in clauses) == 10
    assert editor.get(answer.url).status_code == 200


def test_pressing_twice_makes_one_page(editor):
    sent = posted(look_at(editor, SAMPLE.encode()))
    assert [editor.post(ADDRESS, {**sent, "take": "1"}).status_code for _ in range(2)] == [302, 302]
    assert PolicyPage.objects.count() == 1


def test_what_the_editor_corrects_is_in_the_draft_and_what_is_confirmed_is_shown(editor):
    sent = posted(look_at(editor, NOTHING_PRINTED.text.encode()))
    sent |= {"document_number": "禾政发〔2026〕99号", "clauses-0-title": "保障谁", "rows-0-confirmed": "on"}
    editor.post(ADDRESS, {**sent, "take": "1"})
    page = PolicyPage.objects.get().get_latest_revision_as_object()
    assert page.document_number == "禾政发〔2026〕99号"
    assert page.outline["clauses"][0]["title"] == "保障谁"
    rows = [row for clause in page.outline["clauses"] for row in clause["allocations"]]
    assert [(row["leads"], row["printed"]) for row in rows] == [(["民政部门"], False)]


def test_the_original_may_be_mended_and_read_again(editor):
    sent = posted(look_at(editor, LABELLED_LINES.text.encode()))
    mended = sent["text"].replace("（二）交通安全", "（二）道路安全")
    answer = editor.post(ADDRESS, {"text": mended, "source": "x.txt", "again": "1"})
    assert "道路安全" in [form["title"].value() for form in answer.context["review"].clauses]
    assert not PolicyPage.objects.exists()


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(editor):
    sent = posted(look_at(editor, SAMPLE.encode())) | {"title": "", "issued_on": "谁知道", "clauses-1-title": "改过的"}
    answer = editor.post(ADDRESS, {**sent, "take": "1"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert set(answer.context["review"].about.errors) == {"title", "issued_on"}
    assert "改过的" in html
    assert "谁知道" in html
    assert not PolicyPage.objects.exists()


def test_a_document_that_is_there_gets_a_newer_draft_and_stays_as_published(editor):
    sent = posted(look_at(editor, SAMPLE.encode()))
    editor.post(ADDRESS, {**sent, "take": "1"})
    PolicyPage.objects.get().latest_revision.publish()
    assert look_at(editor, SAMPLE.encode()).context["there"] == PolicyPage.objects.get()
    editor.post(ADDRESS, {**sent, "clauses-0-title": "新的", "take": "1"})
    page = PolicyPage.objects.get()
    assert page.outline["clauses"][0]["title"] == "总体要求"
    assert outline_of(page.get_latest_revision_as_object().body)["clauses"][0]["title"] == "新的"


def test_a_page_that_somebody_else_has_locked_is_left_alone(editor, cast):
    sent = posted(look_at(editor, SAMPLE.encode()))
    editor.post(ADDRESS, {**sent, "take": "1"})
    PolicyPage.objects.update(locked=True, locked_by=cast.east_police)
    before = PolicyPage.objects.get().latest_revision_id
    answer = editor.post(ADDRESS, {**sent, "take": "1"})
    assert answer.status_code in {302, 403}
    assert PolicyPage.objects.get().latest_revision_id == before


@pytest.mark.parametrize(
    ("data", "said"), [(papers.scanned_pdf(), "扫描件"), (b"\xd0\xcf\x11\xe0", ".docx"), (b" ", "空")]
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(editor, data, said):
    answer = look_at(editor, data)
    assert answer.status_code == 200
    assert said in answer.context["problem"]


def test_macros_are_told_beside_the_review_and_again_after_reading_again(editor):
    data = papers.with_part(papers.as_word(SAMPLE), "word/vbaProject.bin", b"x")
    answer = look_at(editor, data, "sample.docm")
    warning = next(warning for warning in answer.context["document"].warnings if "宏" in warning)
    again = editor.post(ADDRESS, {"text": answer.context["text"], "source": "s", "about_file": [warning], "again": "1"})
    assert warning in again.content.decode()


def test_a_crooked_form_is_no_error_of_ours(editor):
    sent = posted(look_at(editor, SAMPLE.encode()))
    for crooked in (
        {"clauses-TOTAL_FORMS": "x"},
        {"rows-TOTAL_FORMS": "99999"},
        {"clauses-0-level": "9"},
        {"rows-0-text_from": "-1"},
    ):
        assert editor.post(ADDRESS, {**sent, **crooked, "take": "1"}).status_code == 200
    assert not PolicyPage.objects.exists()


def test_only_who_may_write_pages_may_take_in(cast):
    ensure_groups()
    client = Client()
    assert client.get(ADDRESS).status_code == 302
    client.force_login(cast.form_administrator)
    answer = client.get(ADDRESS)
    assert answer.status_code in {302, 403}
    assert not re.search("take-in", answer.headers.get("Location", "")) or "login" in answer.headers["Location"]


def test_the_list_of_documents_leads_to_it(editor):
    assert ADDRESS in editor.get("/admin/policy_documents/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_confirm_at_once_make_one_page(cast):
    ensure_root()
    ensure_groups()
    started = Barrier(2)

    def confirm():
        try:
            started.wait(timeout=20)
            import_document(parse(SAMPLE, "sample.txt"))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(confirm) for _ in range(2)]:
            done.result(timeout=60)
    assert PolicyPage.objects.count() == 1
