"""A report is accepted even when its attachment is not, and says which file is missing."""

import errno

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile

from forms import builder, files, job_handlers, services
from forms.models import StoredFile
from tests.forms import sample
from tests.forms.test_files import PDF, jpeg, upload


@pytest.fixture
def full_disk(monkeypatch):
    """A storage that takes nothing, until it is `undo`ne."""

    def full(*_file):
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    return monkeypatch


@pytest.fixture
def wants_a_picture(cast):
    """A draft of a report that cannot be sent without a picture, but for that complete."""
    items = [{**item, "required": True} if item["key"] == "photos" else item for item in sample.PEOPLE["items"]]
    schema = sample.schema(steps=[sample.ABOUT, {**sample.PEOPLE, "items": items}, sample.REPORTER])
    version = services.publish(builder.save_definition(schema, by=cast.form_administrator), by=None)
    return services.start_draft(version, occasion="page:1", initial=sample.ANSWERS)[0]


def refused(draft, data: bytes, name: str = "照片.jpg") -> str:
    with pytest.raises(files.NotAccepted) as refusal:
        files.store(draft, "photos", upload(data, name))
    return str(refusal.value.sentence)


def missing(draft) -> list[tuple[str, str]]:
    return [(files.name_of(file), file.missing) for file in draft.files.missing()]


def test_a_required_picture_is_still_asked_for_when_none_was_tried(wants_a_picture):
    with pytest.raises(services.Incomplete):
        services.submit(wants_a_picture, by=None, idempotency_key="a")


@pytest.mark.parametrize("data", [b"", jpeg()[:200], b"MZ" + bytes(200)], ids=["empty", "damaged", "program"])
def test_a_report_goes_in_with_a_picture_that_could_not_be_taken_and_says_so(wants_a_picture, data):
    refused(wants_a_picture, data)

    submission = services.submit(wants_a_picture, by=None, idempotency_key="a").submission

    assert missing(submission) == [("照片.jpg", "refused")]
    assert submission.unsealed()["photos"] == [str(submission.files.get().pk)]


def test_a_report_goes_in_when_the_disk_is_full(wants_a_picture, full_disk):
    sentence = refused(wants_a_picture, jpeg())

    submission = services.submit(wants_a_picture, by=None, idempotency_key="a").submission

    assert "No space" not in sentence
    assert missing(submission) == [("照片.jpg", "not_kept")]


def test_why_the_disk_did_not_take_it_is_logged_without_the_name(wants_a_picture, full_disk, caplog):
    refused(wants_a_picture, jpeg(), "林远.jpg")

    assert "OSError" in caplog.text
    assert "林远" not in caplog.text


def test_nothing_of_a_file_that_was_not_kept_lies_anywhere(wants_a_picture, full_disk, sealed_folder):
    refused(wants_a_picture, jpeg(), "林远.jpg")

    row = wants_a_picture.files.get()
    assert (row.path, row.sha256, row.can_be_opened) == ("", "", False)
    assert "林远".encode() not in bytes(row.sealed_name)
    assert not [path for path in sealed_folder.rglob("*") if path.is_file()]
    with pytest.raises(FileNotFoundError):
        files.content_of(row)


def test_a_file_that_gets_through_later_is_not_missing_any_more(draft, full_disk):
    refused(draft, jpeg(), "一.jpg")
    refused(draft, jpeg(), "二.jpg")
    full_disk.undo()

    files.store(draft, "photos", upload(jpeg(), "一.png"))

    assert missing(draft) == [("二.jpg", "not_kept")]
    assert draft.files.here().count() == 1


def test_the_same_file_is_missed_once_and_no_more_are_missed_than_may_be_sent(draft):
    for name in ("一.jpg", "一.jpg", "二.jpg", "三.jpg", "四.jpg"):
        refused(draft, b"x", name)

    assert [name for name, _why in missing(draft)] == ["一.jpg", "二.jpg"]


def test_missing_files_take_no_room(draft):
    refused(draft, b"x", "一.jpg")
    refused(draft, b"x", "二.jpg")

    files.store(draft, "photos", upload(jpeg(), "三.jpg"))
    files.store(draft, "photos", upload(jpeg(), "四.jpg"))
    with pytest.raises(files.TooMany):
        files.store(draft, "photos", upload(jpeg(), "五.jpg"))

    assert "五.jpg" not in [name for name, _why in missing(draft)]


def test_an_office_that_fills_in_a_task_sends_its_file_again(version, cast):
    draft, _token = services.start_draft(version, occasion="task:1", post=cast.post("east_police"))

    refused(draft, b"x")

    assert not draft.files.exists()


def test_a_missing_file_can_be_taken_off_the_list_and_goes_with_the_draft(draft, django_capture_on_commit_callbacks):
    refused(draft, b"x", "一.jpg")
    refused(draft, b"x", "二.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        files.remove(draft.files.first())
        assert draft.files.count() == 1
        services.discard(draft)

    assert not StoredFile.objects.exists()


def test_the_sweep_does_not_look_for_bytes_that_never_came(draft, caplog):
    refused(draft, b"x")

    job_handlers.sweep()

    assert "missing" not in caplog.text


def test_the_paper_receipt_counts_the_missing_files_and_names_none(draft, monkeypatch):
    refused(draft, b"x", "林远.jpg")
    services.submit(draft, by=None, idempotency_key="a")
    printed = []
    monkeypatch.setattr("portal.pdf.render", lambda _template, context, **_more: printed.append(context) or PDF)

    job_handlers.make_receipt(draft_id=str(draft.pk), language="zh-hans")

    assert printed[0]["missing"] == 1
    assert "林远" not in str(printed[0])


def test_a_missing_or_damaged_file_is_answered_with_a_page_that_says_so(draft, rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    refused(draft, b"x", "一.jpg")
    damaged = files.store(draft, "papers", SimpleUploadedFile("a.pdf", PDF))
    other = files.store(draft, "papers", SimpleUploadedFile("b.pdf", PDF))
    damaged.path = other.path

    for file in (draft.files.missing().get(), damaged):
        answer = files.served(request, file)
        assert answer.status_code == 410
        assert b"PDF" not in answer.content
