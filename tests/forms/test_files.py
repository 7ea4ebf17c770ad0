"""What people upload: found out by content, rebuilt, sealed, served to few."""

import io
import struct
import zipfile
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from forms import files, job_handlers, services
from forms.files import NotAccepted, admitting
from forms.intake import admitted
from forms.models import Draft, StoredFile
from portal.access import origin
from portal.effort.services import Window
from portal.jobs.registry import registry
from portal.privacy.models import DataKey

GPS = 0x8825
SECRET = b"taken-by-a-certain-camera"


def jpeg(size: tuple[int, int] = (60, 20), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, "JPEG", **options)
    return out.getvalue()


def photographed() -> bytes:
    """A picture lying on its side, with place, camera and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(GPS)[2] = (30.0, 16.0, 12.0)
    return jpeg(exif=exif.tobytes(), comment=SECRET)


def upload(data: bytes, name: str = "照片.jpg", media_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=media_type)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 200


def test_place_camera_and_comment_stay_behind_and_the_picture_stands_upright(draft):
    assert SECRET in photographed()

    data = files.content_of(files.store(draft, "photos", upload(photographed())))

    picture = Image.open(io.BytesIO(data))
    assert SECRET not in data
    assert not picture.getexif()
    assert not picture.info.get("comment")
    assert picture.size == (20, 60)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_other_pictures_are_rebuilt_too(draft, form):
    out = io.BytesIO()
    Image.new("RGBA", (5, 5), (255, 0, 0, 10)).save(out, form, **({"comment": SECRET} if form == "GIF" else {}))

    file = files.store(draft, "photos", upload(out.getvalue()))

    assert file.media_type in {"image/png", "image/jpeg"}
    assert SECRET not in files.content_of(file)


def test_a_large_picture_is_made_smaller(draft):
    data = files.content_of(files.store(draft, "photos", upload(jpeg((4000, 100)))))

    assert Image.open(io.BytesIO(data)).size == (3000, 75)


def bomb() -> bytes:
    """A PNG that says it is 30000 x 30000 pixels and has none of them."""
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"#!/bin/sh\nrm -rf /\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        jpeg()[:200],
        b"\xff\xd8\xff\xe0" + b"nothing of a picture" * 40,
        bomb(),
        zipped(),
        b"MZ" + b"\x00" * 200,
        MP3,
    ],
    ids=["empty", "script", "svg", "html", "truncated", "header only", "pixel bomb", "zip", "exe", "sound"],
)
def test_what_is_not_a_picture_whatever_its_name_says_is_refused_with_a_sentence(draft, data):
    with pytest.raises(NotAccepted) as refusal:
        files.store(draft, "photos", upload(data))

    assert str(refusal.value.sentence)
    assert not StoredFile.objects.here().exists()


def test_a_picture_with_an_archive_behind_it_keeps_only_the_picture(draft):
    data = files.content_of(files.store(draft, "photos", upload(jpeg() + zipped())))

    assert b"PK\x03\x04" not in data


def test_a_field_takes_what_it_names_and_nothing_else(draft):
    assert files.store(draft, "papers", upload(PDF, "说明.PDF")).media_type == "application/pdf"
    with pytest.raises(NotAccepted):
        files.store(draft, "papers", upload(MP3, "a.pdf"))


def test_too_large_and_too_many_are_refused(draft, settings):
    files.store(draft, "photos", upload(jpeg()))
    files.store(draft, "photos", upload(jpeg()))
    with pytest.raises(NotAccepted):
        files.store(draft, "photos", upload(jpeg()))
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(NotAccepted):
        files.store(draft, "papers", upload(jpeg()))


def test_name_and_content_are_sealed_and_the_path_says_nothing(draft, sealed_folder):
    file = files.store(draft, "papers", upload(PDF, "../../林远的 诊断.exe.pdf"))

    row = str(StoredFile.objects.values().get())
    on_disk = b"".join(path.read_bytes() for path in sealed_folder.rglob("*") if path.is_file())
    assert files.name_of(file) == "林远的 诊断.exe.pdf"
    assert files.content_of(file) == PDF
    assert "林远" not in row
    assert b"%PDF" not in on_disk


def test_a_removed_file_leaves_neither_bytes_nor_key(draft, sealed_folder, django_capture_on_commit_callbacks):
    file = files.store(draft, "photos", upload(jpeg()))
    with django_capture_on_commit_callbacks(execute=True):
        files.remove(file)

    assert not [path for path in sealed_folder.rglob("*") if path.is_file()]
    assert DataKey.objects.get(pk=file.data_key_id).wrapped is None


def test_files_go_with_the_submission_and_those_of_hidden_fields_do_not(draft):
    kept = files.store(draft, "photos", upload(jpeg()))

    submission = services.submit(draft, by=None, idempotency_key="a").submission

    kept.refresh_from_db()
    assert (kept.submission, kept.draft) == (submission, None)
    assert files.content_of(kept)
    assert submission.unsealed()["photos"] == [str(kept.pk)]


def test_nothing_can_be_added_to_a_draft_that_was_sent(draft):
    services.submit(draft, by=None, idempotency_key="a")

    with pytest.raises(services.DraftClosed):
        files.store(Draft.objects.get(), "photos", upload(jpeg()))


def test_the_sweep_clears_expired_drafts_with_their_files_and_files_without_a_row(
    draft, sealed_folder, django_capture_on_commit_callbacks, monkeypatch
):
    file = files.store(draft, "photos", upload(jpeg()))
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    stray = storages["sealed"].save("ab/stray", io.BytesIO(b"x"))
    young = storages["sealed"].save("ab/young", io.BytesIO(b"x"))
    modified = storages["sealed"].get_modified_time
    monkeypatch.setattr(
        type(storages["sealed"]),
        "get_modified_time",
        lambda _storage, path: modified(path) - timedelta(days=2 if path == stray else 0),
    )

    with django_capture_on_commit_callbacks(execute=True):
        job_handlers.sweep()

    left = {str(path.relative_to(sealed_folder)) for path in sealed_folder.rglob("*") if path.is_file()}
    assert left == {young}
    assert not Draft.objects.exists()
    assert not StoredFile.objects.filter(pk=file.pk).exists()


def test_the_sweep_reports_a_row_whose_file_is_gone(draft, caplog):
    file = files.store(draft, "photos", upload(jpeg()))
    storages["sealed"].delete(file.path)

    job_handlers.sweep()

    assert str(file.pk) in caplog.text


def test_the_receipt_is_printed_once_and_goes_with_the_draft(draft, monkeypatch):
    receipt = services.submit(draft, by=None, idempotency_key="a")
    printed = []

    def render(_template, context, *, language):
        printed.append(context)
        return PDF

    monkeypatch.setattr("portal.pdf.render", render)

    # Two workers print it at the same time, a third comes when it is there.
    endings = [job_handlers.make_receipt(draft_id=str(draft.pk), language="zh-hans") for _worker in range(2)]
    for keep in endings:
        keep()
    assert job_handlers.make_receipt(draft_id=str(draft.pk), language="zh-hans") is None

    stored = StoredFile.objects.get()
    assert len(printed) == 2
    assert receipt.code in str(printed[0])
    assert (stored.field_key, stored.submission) == ("receipt", None)
    job_handlers.erase_draft(draft_id=str(draft.pk))
    assert Draft.objects.exists()
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    job_handlers.erase_draft(draft_id=str(draft.pk))
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()
    assert services.find_by_receipt(receipt.code) == receipt.submission


def test_a_receipt_is_not_kept_for_a_draft_that_was_erased_while_it_was_printed(draft, monkeypatch):
    services.submit(draft, by=None, idempotency_key="a")
    monkeypatch.setattr("portal.pdf.render", lambda *_context, **_language: PDF)
    keep = job_handlers.make_receipt(draft_id=str(draft.pk), language="zh-hans")
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    job_handlers.erase_draft(draft_id=str(draft.pk))

    keep()

    assert not StoredFile.objects.exists()


def test_printing_a_receipt_keeps_nobody_from_writing():
    assert registry["receipt_pdf"].in_transaction is False


@pytest.fixture
def costly(monkeypatch):
    """Pictures of which each takes so many tenths of a second."""
    done = iter(range(0, 10_000, 700))
    monkeypatch.setattr(admitting, "work_done", lambda: next(done))
    monkeypatch.setattr(admitting, "BUDGET", Window(1200, 600))
    cache.clear()


def test_one_sender_cannot_keep_everybody_waiting_with_pictures_made_to_take_long(draft, costly, monkeypatch):
    looked = []
    monkeypatch.setattr(admitting, "admitted", lambda *given: looked.append(1) or admitted(*given))
    with origin.coming_from("192.0.2.1"):
        for number in range(2):
            files.store(draft, "photos", upload(jpeg(), name=f"{number}.jpg"))
        with pytest.raises(NotAccepted) as refused:
            files.store(draft, "photos", upload(jpeg(), name="again.jpg"))
    assert "ten minutes" in str(refused.value.sentence) or "十分钟" in str(refused.value.sentence)
    assert len(looked) == 2
    # Whoever reports goes on without it, and the report says so.
    assert draft.files.missing().count() == 1

    with origin.coming_from("192.0.2.2"), pytest.raises(files.TooMany):
        files.store(draft, "photos", upload(jpeg(), name="of-another.jpg"))
    assert len(looked) == 3


def test_what_a_picture_costs_is_measured():
    before = admitting.work_done()
    # Each takes some hundredths of a second at least, and tenths are counted.
    for _again in range(10):
        admitted(jpeg(size=(2000, 2000)))
    assert admitting.work_done() > before
