"""A form as it was handed in, on paper."""

import hashlib
import io
from base64 import b64decode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from pypdf import PdfReader

from forms import reading, services
from forms.files import content_of, store
from forms.models import StoredFile
from forms.printing import filled, print_filled
from portal.privacy import sealing
from tests.forms import sample
from tests.forms.wizard.browser import picture

ALL_BUT_REPORTER = {"open", "personal", "sensitive"}


@pytest.fixture
def submission(draft):
    return services.submit(draft, by=None, idempotency_key="once").submission


@pytest.fixture
def post(cast):
    return cast.post("east_police")


def with_picture(draft):
    store(draft, "photos", SimpleUploadedFile("家.png", picture().getvalue()))
    return services.submit(draft, by=None, idempotency_key="once").submission


def opened(submission, post, sensitivities=ALL_BUT_REPORTER):
    return reading.opened(submission, by=post, sensitivities=sensitivities, purpose="test")


def context(submission, post, stored=()):
    with translation.override("en"):
        return filled.context(submission, opened(submission, post), stored=stored, by=post, language="en")


def lines(given):
    return {line.row.label: line for part in given["parts"] for line in part.lines}


def test_a_table_stays_a_table(submission, post):
    grid = lines(context(submission, post))["Guardians"].row.grid

    assert grid.titles == ("Name", "Reached")
    assert grid.rows == (("林远", "No"),)


def test_the_paper_says_what_was_answered_its_number_and_version_and_never_who_reported(submission, post):
    paper = print_filled(submission, opened(submission, post), stored=(), by=post, language="en")
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).replace("\n", "")

    assert sample.ANSWERS["facts"].split(",")[0] in said
    assert submission.number in said.replace(" ", "")
    assert submission.version.checksum[:20] in said
    assert str(post.organisation) in said
    assert sample.ANSWERS["reporter_name"] not in said
    assert sample.ANSWERS["reporter_phone"] not in said


def test_files_are_listed_with_the_digest_of_what_would_be_saved(draft, post):
    submission = with_picture(draft)
    [file] = submission.files.all()
    saved = content_of(file)

    [paper] = context(submission, post, stored=[file])["papers"]

    assert paper.question == "Photos"
    assert paper.name.startswith("家.")
    assert (paper.size, paper.sha256) == (len(saved), hashlib.sha256(saved).hexdigest())


def test_a_file_that_cannot_be_opened_is_listed_all_the_same(draft, post):
    submission = with_picture(draft)
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED)

    [paper] = context(submission, post, stored=submission.files.all())["papers"]

    assert (paper.question, paper.name, paper.sha256) == ("Photos", "", "")


def test_a_drawn_signature_is_a_picture():
    address = filled.drawing_of({"name": "林", "signed_at": "2026-11-22T08:00:00+08:00", "drawing": "M10 20L30 40"})

    assert b'd="M10 20L30 40"' in b64decode(address.removeprefix("data:image/svg+xml;base64,"))


@pytest.mark.parametrize(
    "drawing", [None, "", 7, '"/><script>x</script>', "M1 1L2 2Z", ["M1 1L2 2"]], ids=lambda drawing: repr(drawing)
)
def test_what_is_no_drawing_gives_no_picture(drawing):
    assert filled.drawing_of({"name": "林", "drawing": drawing}) == ""


def test_an_erased_submission_has_what_is_kept_for_statistics_only(submission, post):
    sealing.erase(submission.data_key)

    assert "Description" not in lines(context(submission, post))
