"""A form administrator takes a workbook in, and downloads a form as one."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forms import builder
from forms.exchange.xlsform.reading import read
from forms.models import Form
from tests.editing import signed_in_to_edit
from tests.forms import sample
from tests.forms.exchange.workbooks import workbook

LIST = reverse("wagtailsnippets_portal_forms_form:list")
UPLOAD = reverse("wagtailsnippets_portal_forms_form:xlsform_import")
ROWS = [
    ["type", "name", "label", "relevant", "appearance"],
    ["integer", "age", "年龄", "", ""],
    ["text", "school", "学校", "${age} > 6", "masked"],
]
SETTINGS = [["form_title", "form_id"], ["回访", "visit"]]


@pytest.fixture
def editor(client, cast):
    return signed_in_to_edit(client, cast, Form)


@pytest.fixture
def form(cast) -> Form:
    return builder.save_definition(sample.schema(), by=cast.form_administrator)


def uploaded(**sheets) -> SimpleUploadedFile:
    return SimpleUploadedFile("visit.xlsx", workbook(ROWS, **{"settings": SETTINGS, **sheets}).getvalue())


def packed_of(page) -> str:
    return page.context["packed"]


def test_a_workbook_is_shown_in_words_with_its_findings_before_anything_is_made(editor):
    page = editor.post(UPLOAD, {"file": uploaded()})
    text = page.content.decode()
    assert "学校" in text
    assert "shown when: ${age} &gt; 6" in text
    assert "masked" in text
    assert "<td>3</td>" in text
    assert not Form.objects.exists()


def test_taking_it_makes_a_draft_that_is_not_published(editor):
    packed = packed_of(editor.post(UPLOAD, {"file": uploaded()}))
    answer = editor.post(UPLOAD, {"packed": packed, "into": "new"})
    form = Form.objects.get(key="visit")
    assert answer.url == reverse("wagtailsnippets_portal_forms_form:edit", args=[form.pk])
    assert [field.key for field in builder.schema_of(form).fields()] == ["age", "school"]
    assert not form.versions.exists()


def test_a_key_that_is_taken_makes_another_form_unless_replacing_is_chosen(editor):
    for _time in range(2):
        packed = packed_of(editor.post(UPLOAD, {"file": uploaded()}))
        editor.post(UPLOAD, {"packed": packed, "into": "new"})
    assert set(Form.objects.values_list("key", flat=True)) == {"visit", "visit_2"}

    page = editor.post(UPLOAD, {"file": uploaded(settings=[["form_title", "form_id"], ["新回访", "visit"]])})
    assert "Replace the draft of “回访”" in page.content.decode()
    editor.post(UPLOAD, {"packed": packed_of(page), "into": "replace"})
    assert Form.objects.get(key="visit").title == "新回访"
    assert Form.objects.count() == 2


def test_a_form_that_somebody_locked_is_not_replaced(editor, cast):
    packed = packed_of(editor.post(UPLOAD, {"file": uploaded()}))
    editor.post(UPLOAD, {"packed": packed, "into": "new"})
    Form.objects.update(locked=True, locked_by=cast.east_police_leader, title="旧")
    page = editor.post(UPLOAD, {"packed": packed, "into": "replace"})
    assert "This form is locked" in page.content.decode()
    assert Form.objects.get(key="visit").title == "旧"


def test_what_is_no_workbook_is_refused_with_a_sentence(editor):
    page = editor.post(UPLOAD, {"file": SimpleUploadedFile("visit.xlsx", b"type,name,label\ntext,a,A\n")})
    assert "This is no Excel workbook" in page.content.decode()
    assert "packed" not in page.context


def test_nobody_takes_in_what_another_looked_at(editor, cast, client):
    packed = packed_of(editor.post(UPLOAD, {"file": uploaded()}))
    cast.east_police_leader.user_permissions.set(cast.form_administrator.groups.get().permissions.all())
    client.force_login(cast.east_police_leader)
    page = client.post(UPLOAD, {"packed": packed, "into": "new"})
    assert page.status_code == 200
    assert not Form.objects.exists()


def test_whoever_may_not_add_forms_gets_no_page_and_no_button(client, cast, form):
    signed_in_to_edit(client, cast)
    assert client.get(UPLOAD).status_code in (302, 403)
    assert client.post(UPLOAD, {"file": uploaded()}).status_code in (302, 403)
    assert client.get(reverse("wagtailsnippets_portal_forms_form:xlsform_export", args=[form.pk])).status_code in (
        302,
        403,
    )
    assert Form.objects.count() == 1


def test_the_list_has_a_button_in_and_each_form_one_out(editor, form):
    text = editor.get(LIST).content.decode()
    assert UPLOAD in text
    assert reverse("wagtailsnippets_portal_forms_form:xlsform_export", args=[form.pk]) in text


def test_what_is_downloaded_is_the_form(editor, form):
    answer = editor.get(reverse("wagtailsnippets_portal_forms_form:xlsform_export", args=[form.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="{form.key}.xlsx"'
    imported = read(io.BytesIO(answer.content))
    assert imported.form == builder.schema_of(form)
    assert imported.findings == ()
