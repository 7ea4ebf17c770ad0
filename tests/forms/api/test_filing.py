"""A program sends files with a draft, by the same rules as the site."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from forms import files, services
from forms.files import admitting, keeping
from forms.models import Draft, StoredFile
from forms.schema import Question
from portal import errors
from portal.effort.load import Window
from tests.forms.api.test_filling_in import ABOUT
from tests.forms.test_files import MP3, PDF, SECRET, jpeg, photographed, zipped

pytestmark = pytest.mark.usefixtures("sealed_folder")


@pytest.fixture
def begun(program):
    program.begin()
    return program


def send(program, field, data, name="a.jpg", media_type="image/jpeg", *, sent_as="file"):
    path = f"/api/v1/drafts/{program.draft['id']}/fields/{field}/files/"
    upload = SimpleUploadedFile(name, data, content_type=media_type)
    return program.client.post(path, {sent_as: upload}, headers=program.headers)


def listed(program):
    return {one["field"]: one for one in program.get(f"/drafts/{program.draft['id']}/files/").json()}


def drop(program, file_id):
    path = f"/api/v1/drafts/{program.draft['id']}/files/{file_id}/"
    return program.client.delete(path, headers=program.headers)


def fetch(program, file_id, **headers):
    path = f"/api/v1/drafts/{program.draft['id']}/files/{file_id}/"
    return program.client.get(path, headers={**program.headers, **headers})


def test_who_holds_the_draft_reads_a_file_again_as_it_is_kept(begun):
    file_id = send(begun, "photos", photographed(), "林远.jpg").json()["id"]

    answer = fetch(begun, file_id)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer) == files.content_of(StoredFile.objects.get(pk=file_id))
    assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"]


def test_nobody_else_reads_it(begun):
    file_id = send(begun, "photos", jpeg()).json()["id"]

    assert fetch(begun, file_id, Authorization="Bearer nobody").status_code == 404
    assert fetch(begun, uuid.uuid4()).status_code == 404
    begun.answer("about", ABOUT)
    begun.submit()
    assert fetch(begun, file_id).status_code == 410


def test_a_file_that_is_lost_is_said_to_be(begun, monkeypatch):
    file_id = send(begun, "photos", jpeg()).json()["id"]

    def lost(_file):
        raise FileNotFoundError

    monkeypatch.setattr("forms.files.serving.opened", lost)
    answer = fetch(begun, file_id)
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "unavailable")


def test_a_picture_is_built_anew_and_goes_with_the_report(begun):
    sent = send(begun, "photos", photographed(), "林远.jpg")
    assert sent.status_code == 201
    assert sent.json() == {**sent.json(), "name": "林远.jpg", "media_type": "image/jpeg", "scan": "ours", "missing": ""}
    begun.answer("about", ABOUT)
    assert begun.submit().status_code == 200
    file = StoredFile.objects.get(pk=sent.json()["id"])
    assert file.submission is not None
    assert SECRET not in files.content_of(file)


def test_what_is_not_built_anew_says_that_no_scanner_has_seen_it(begun):
    assert send(begun, "papers", PDF, "a.pdf", "application/pdf").json()["scan"] == "unscanned"


def test_a_program_learns_which_files_are_asked_for_taken_there_and_missing(begun):
    send(begun, "photos", jpeg())
    photos, papers = listed(begun)["photos"], listed(begun)["papers"]
    assert (photos["step"], photos["most"], len(photos["files"]), photos["required"]) == ("people", 2, 1, False)
    assert (papers["kinds"], papers["files"], papers["problems"]) == (["jpg", "pdf"], [], [])


def test_a_file_that_is_required_is_told_of_until_it_is_there(begun, monkeypatch):
    demand_photos(monkeypatch)
    assert listed(begun)["photos"]["problems"]
    send(begun, "photos", jpeg())
    assert listed(begun)["photos"]["problems"] == []


def demand_photos(monkeypatch):
    schema = Draft.objects.get().version.schema
    steps = [
        step.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"required": True})
                    if isinstance(item, Question) and item.key == "photos"
                    else item
                    for item in step.items
                )
            }
        )
        for step in schema.steps
    ]
    changed = schema.model_copy(update={"steps": tuple(steps)})
    monkeypatch.setattr("forms.models.definition.FormVersion.schema", changed)


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (b"", "empty.jpg", "image/jpeg"),
        (b"<html><script>alert(1)</script>", "page.jpg", "image/jpeg"),
        (jpeg()[:200], "truncated.jpg", "image/jpeg"),
        (MP3, "sound.jpg", "image/jpeg"),
        (zipped(), "packed.jpg", "image/jpeg"),
        (b"MZ" + b"\x00" * 200, "program.jpg", "image/jpeg"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_file_that_lies_about_its_type_is_refused_and_remembered_as_missing(begun, data, name, media_type):
    refused = send(begun, "photos", data, name, media_type)
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "not_accepted"
    assert refused.json()["error"]["message"]
    assert not StoredFile.objects.here().exists()
    assert [file["missing"] for file in listed(begun)["photos"]["files"]] == ["refused"]


def test_two_kinds_at_once_are_refused(begun):
    assert send(begun, "papers", PDF + zipped(), "a.pdf", "application/pdf").json()["error"]["code"] == "not_accepted"


def test_too_large_and_too_many_are_told_apart(begun, settings):
    send(begun, "photos", jpeg(), "1.jpg")
    send(begun, "photos", jpeg(), "2.jpg")
    many = send(begun, "photos", jpeg(), "3.jpg")
    settings.UPLOAD_MAX_BYTES = 10
    large = send(begun, "papers", PDF, "a.pdf")
    assert (many.status_code, many.json()["error"]["code"]) == (409, "too_many")
    assert (large.status_code, large.json()["error"]["code"]) == (413, "too_large")


def test_a_disk_that_is_full_is_no_fault_of_the_program(begun, monkeypatch):
    monkeypatch.setattr(keeping.storages["sealed"], "save", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    full = send(begun, "photos", jpeg())
    assert (full.status_code, full.json()["error"]["code"]) == (503, "not_kept")


def test_a_sender_who_had_very_many_pictures_rebuilt_waits(begun, monkeypatch):
    monkeypatch.setattr(admitting, "BUDGET", Window(0, 600))
    waiting = send(begun, "photos", jpeg())
    assert (waiting.status_code, waiting.json()["error"]["code"]) == (429, "too_much_work")


def test_programs_find_the_operations_described(begun):
    paths = begun.get("/openapi.json").json()["paths"]
    upload = paths["/api/v1/drafts/{draft_id}/fields/{field_key}/files/"]["post"]
    assert upload["requestBody"]["content"]["multipart/form-data"]["schema"]["required"] == ["file"]
    assert "delete" in paths["/api/v1/drafts/{draft_id}/files/{file_id}/"]


def test_what_a_draft_says_is_kept_by_no_cache(begun):
    draft = f"/drafts/{begun.draft['id']}/"
    assert all("no-store" in begun.get(path)["Cache-Control"] for path in (draft, f"{draft}files/"))


@pytest.mark.parametrize("field", ["danger", "guardians", "no_such", "receipt"])
def test_a_field_that_takes_no_files_is_not_there(begun, field):
    assert send(begun, field, jpeg()).status_code == 404
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        ('{"file": "x"}', "application/json", 422),
        ("--b\r\n", "multipart/form-data; boundary=b", 422),
        ("x", "multipart/form-data", 400),
    ],
)
def test_what_is_no_file_is_a_problem_in_json(begun, body, media_type, status):
    path = f"/api/v1/drafts/{begun.draft['id']}/fields/photos/files/"
    refused = begun.client.post(path, body, content_type=media_type, headers=begun.headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, "malformed")
    assert send(begun, "photos", jpeg(), sent_as="photo").status_code == 422


def test_more_than_a_request_may_be_is_a_problem_in_json(begun, settings):
    settings.REQUEST_MAX_BYTES = 100
    refused = send(begun, "photos", jpeg())
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")
    assert errors.too_large(RequestFactory().get("/report/"))["Content-Type"].startswith("text/html")


def test_a_file_is_taken_out_with_its_bytes_and_its_key(begun, sealed_folder, django_capture_on_commit_callbacks):
    file_id = send(begun, "photos", jpeg()).json()["id"]
    with django_capture_on_commit_callbacks(execute=True):
        assert drop(begun, file_id).status_code == 204
    assert not StoredFile.objects.exists()
    assert not [path for path in sealed_folder.rglob("*") if path.is_file()]
    assert drop(begun, file_id).status_code == 404


def test_files_of_somebody_elses_draft_are_not_there(begun, version):
    other, _token = services.start_draft(version, occasion="page:9")
    theirs = files.store(other, "photos", SimpleUploadedFile("a.jpg", jpeg()))
    assert drop(begun, theirs.pk).status_code == 404
    begun.draft = {**begun.draft, "id": str(other.pk)}
    assert send(begun, "photos", jpeg()).status_code == 404
    assert drop(begun, theirs.pk).status_code == 404
    assert begun.get(f"/drafts/{other.pk}/files/").status_code == 404
    assert list(StoredFile.objects.all()) == [theirs]


def test_no_file_comes_to_a_report_that_was_handed_in_or_leaves_it(begun):
    file_id = send(begun, "photos", jpeg()).json()["id"]
    begun.answer("about", ABOUT)
    begun.submit()
    assert send(begun, "photos", jpeg()).status_code == 410
    assert drop(begun, file_id).status_code == 410
    assert StoredFile.objects.filter(field_key="photos").get().submission is not None


def test_a_file_that_became_part_of_a_report_meanwhile_stays_in_it(version):
    draft, _token = services.start_draft(version, occasion="page:1", initial=ABOUT)
    file = files.store(draft, "photos", SimpleUploadedFile("a.jpg", jpeg()))
    seen_before = Draft.objects.select_related("data_key", "version").get(pk=draft.pk)
    services.submit(draft, by=None, idempotency_key="")
    with pytest.raises(services.DraftClosed):
        files.take_out(seen_before, file.pk)
    with pytest.raises(services.DraftClosed):
        files.take_out(seen_before, uuid.uuid4())
    assert StoredFile.objects.filter(pk=file.pk).exists()
