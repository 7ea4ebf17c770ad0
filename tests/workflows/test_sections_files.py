"""Files in a form of several offices: each has its own, and a signed part keeps what it was signed with."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forms import builder as form_builder
from forms import files
from forms import services as forms
from forms.models import StoredFile
from forms.schema import FormSchema
from forms.services import AlreadySigned
from tests.forms.wizard.browser import picture
from tests.workflows.definitions import FORMS
from tests.workflows.joint import ASSESSMENT, JOINT, question
from tests.workflows.test_sections import address, begin, desk, fill, sign  # noqa: F401 -- desk is a fixture
from workflows import builder, services


def with_files() -> FormSchema:
    raw = ASSESSMENT.model_dump(mode="json")
    for step, key in zip(raw["steps"], ("traces", "papers"), strict=True):
        step["items"].append(question(key, "photos", sensitivity="sensitive"))
    return FormSchema.model_validate(raw)


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", picture().read(), "image/jpeg")


@pytest.fixture
def version(cast):
    for form in (*FORMS.values(), with_files()):
        forms.publish(form_builder.save_definition(form, by=None), by=None)
    return services.publish(builder.save_definition(JOINT, by=None), by=None)


@pytest.fixture
def both(cast, story):
    tasks = {task.type.section: task for task in story.report().tasks.all()}
    draft = begin(tasks["safety"], cast.post("east_police"))
    begin(tasks["home"], cast.post("east_township"))
    return tasks["safety"], tasks["home"], draft


def test_another_offices_file_is_neither_opened_nor_taken_out(desk, both):  # noqa: F811
    safety, home, draft = both
    theirs = files.store(draft, "traces", photo())
    township = desk("east_township")

    for place in (f"file/{theirs.pk}/", f"file/{theirs.pk}/small/"):
        assert desk("east_police").get(address(safety, place)).status_code == 200
        assert township.get(address(home, place)).status_code == 404
    sent = {"income": "3000", "_go": f"drop:{theirs.pk}"}
    assert township.post(address(home, "family/"), sent).status_code == 404
    assert draft.files.get() == theirs


def test_no_file_is_put_into_another_offices_part(desk, both):  # noqa: F811
    safety, home, draft = both

    assert desk("east_township").post(address(home, "files/traces/"), {"file": picture()}).status_code == 404
    assert not draft.files.exists()
    assert desk("east_police").post(address(safety, "files/traces/"), {"file": picture()}).status_code == 200
    assert draft.files.get().field_key == "traces"


def test_a_signed_part_takes_no_file_and_loses_none_until_it_is_opened_again(cast, both):
    safety, _home, draft = both
    fill(draft)
    kept = files.store(draft, "traces", photo())
    sign(safety, cast.post("east_police"))

    with pytest.raises(AlreadySigned):
        files.store(draft, "traces", photo())
    with pytest.raises(AlreadySigned):
        files.take_out(draft, kept.pk)
    files.store(draft, "papers", photo())
    services.reopen_section(safety, by=cast.post("east_police"))
    files.take_out(draft, kept.pk)

    assert [file.field_key for file in draft.files.all()] == ["papers"]


def test_a_file_that_cannot_be_read_answers_nothing_where_offices_fill_in(both):
    """It can be sent again: only a report goes on without it."""
    draft = both[2]

    with pytest.raises(files.NotAccepted) as refused:
        files.store(draft, "traces", SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg"))

    assert not StoredFile.objects.filter(draft=draft).exists()
    assert files.said(refused.value, draft) == refused.value.sentence
