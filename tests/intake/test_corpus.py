"""A hundred nasty files: none is shown unless it was built anew, none keeps what it knew, no report is lost by one."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser
from PIL import Image

from forms import builder, files, services
from forms.files.naming import safe_name
from forms.intake import ALLOWED
from forms.models import StoredFile
from tests.forms import sample
from tests.intake.documents import DOCUMENTS, NAMES, PDF
from tests.intake.pictures import CAMERA, CANARY, PICTURES, drawn, exif

pytestmark = pytest.mark.once
RUNS = (b"<script", b"<svg", b"<html", b"<?php", b"alert(1)", b"PK\x03\x04", b"MZ\x90")


@pytest.fixture
def draft(cast):
    """Of a report that takes every kind of file there is, and wants one."""
    steps = [sample.ABOUT, {**sample.PEOPLE, "items": [_takes_all()]}, sample.REPORTER]
    form = builder.save_definition(sample.schema(steps=steps), by=cast.form_administrator)
    version = services.publish(form, by=None)
    answers = {key: value for key, value in sample.ANSWERS.items() if key != "guardians"}
    return services.start_draft(version, occasion="page:1", initial=answers)[0]


def _takes_all():
    papers = next(item for item in sample.PEOPLE["items"] if item["key"] == "papers")
    return {**papers, "required": True, "settings": {"most_files": 3, "accept": list(ALLOWED)}}


@pytest.fixture(autouse=True)
def sealed_folder(settings, tmp_path):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "sealed", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "sealed": storage}


def sent(draft, name: str, data: bytes) -> StoredFile | None:
    """What is kept of a file; None when it is not taken, which the report then knows."""
    try:
        return files.store(draft, "papers", _named(name, data))
    except files.NotAccepted as error:
        refusal = error
    assert str(refusal.sentence)
    assert draft.files.missing().count() == 1
    return None


def _named(name: str, data: bytes) -> SimpleUploadedFile:
    upload = SimpleUploadedFile("x", data)
    upload._name = name  # Django's own would be cleaned already
    return upload


def served(file: StoredFile, rf) -> tuple[bool, bytes]:
    """Whether a browser would open it by itself, and what it would get."""
    response = files.served(rf.get("/"), file)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "no-store, private"
    return response["Content-Disposition"].startswith("inline"), response.getvalue()


def test_there_are_more_than_a_hundred_of_them():
    assert len(PICTURES) + len(DOCUMENTS) + len(NAMES) >= 100


@pytest.mark.parametrize("which", PICTURES)
def test_a_picture_is_built_anew_or_not_taken_and_the_report_goes_in(draft, rf, which):
    make, kept = PICTURES[which]
    data = make()

    file = sent(draft, "现场.jpg", data)

    assert (file is not None) == kept
    if file is not None:
        shown, content = served(file, rf)
        picture = Image.open(io.BytesIO(content))
        assert shown
        assert picture.format in ("JPEG", "PNG")
        assert max(picture.size) <= 3000
        assert getattr(picture, "n_frames", 1) == 1
        assert not picture.getexif()
        assert not {"comment", "icc_profile", "xmp", "photoshop", "exif", "Comment"} & set(picture.info)
        assert CANARY not in content
        assert not [mark for mark in RUNS if mark in content]
    assert services.submit(draft, by=None, idempotency_key="a").submission.unsealed()["papers"]


@pytest.mark.parametrize("which", DOCUMENTS)
def test_a_document_is_saved_as_it_is_or_not_taken_and_the_report_goes_in(draft, rf, which):
    name, make, kept = DOCUMENTS[which]
    data = make()

    file = sent(draft, name, data)

    assert (file is not None) == kept
    if file is not None:
        assert served(file, rf) == (False, data)
        assert file.scan == StoredFile.Scan.UNSCANNED
    assert services.submit(draft, by=None, idempotency_key="a").submission.unsealed()["papers"]


@pytest.mark.parametrize(("name", "kept"), NAMES.items(), ids=range(len(NAMES)))
def test_a_name_does_nothing_to_whoever_saves_the_file(draft, rf, name, kept):
    file = files.store(draft, "papers", _named(name, PDF))

    header = files.served(rf.get("/"), file)["Content-Disposition"]

    assert files.name_of(file) == kept
    assert header.startswith("attachment")
    assert header.isascii()
    assert header.isprintable()


def test_the_ending_says_what_is_inside_whatever_the_name_said(draft):
    assert files.name_of(sent(draft, "a.php", drawn())) == "a.jpg"
    assert safe_name("a.heic") == "a.heic"


def test_a_file_that_comes_in_base64_is_judged_by_what_it_says(draft, settings):
    def upload(data: bytes, handler):
        body = (
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data) + b"\r\n--edge--\r\n"
        )
        meta = {"CONTENT_TYPE": "multipart/form-data; boundary=edge", "CONTENT_LENGTH": str(len(body))}
        _values, uploads = MultiPartParser(meta, io.BytesIO(body), [handler]).parse()
        return uploads["file"]

    picture = upload(drawn(exif=exif()), MemoryFileUploadHandler())
    svg = upload(b"<svg onload='alert(1)'/>" * 9, MemoryFileUploadHandler())

    assert CANARY not in files.content_of(files.store(draft, "papers", picture))
    with pytest.raises(files.NotAccepted):
        files.store(draft, "papers", svg)


def test_the_corpus_would_catch_a_picture_that_is_kept_as_it_came():
    data = PICTURES["jpeg with place and camera"][0]()

    assert CANARY in data
    assert CANARY.decode() in Image.open(io.BytesIO(data)).getexif()[CAMERA]


def test_a_phone_s_heic_is_answered_with_what_to_do(draft):
    with pytest.raises(files.NotAccepted) as refusal:
        files.store(draft, "papers", _named("IMG_0001.HEIC", DOCUMENTS["heic of a phone"][1]()))

    assert "HEIC" in str(refusal.value.sentence)
