"""The editor of letters in Wagtail's admin: what can be put in, problems, publishing, preview."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.test.utils.form_data import nested_form_data, streamfield

from portal import pdf
from portal.directory import groups
from tests.workflows.conftest import Story, sealed_folder, version  # noqa: F401
from tests.workflows.definitions import WORKFLOW
from tests.workflows.letters.small import NOTICE, notice, publish_notice
from tests.workflows.test_effects import workflow_with
from workflows import builder, services
from workflows.letters.builder import save_definition, schema_of
from workflows.letters.models import Letter
from workflows.letters.preview import preview
from workflows.models import Case

pytestmark = pytest.mark.django_db
SAID = {
    "title": "通报函", "title_en": "", "key": "", "form": "small_response", "paper": "official", "each": "",
}  # fmt: skip
TEXT = {"text": "${form.found}", "style": "plain", "each": "", "shown_when": ""}


@pytest.fixture
def admin(client, cast, version):  # noqa: F811
    groups.ensure_administrators()
    cast.form_administrator.groups.set([Group.objects.get(name=groups.WORKFLOW_ADMINISTRATORS)])
    client.force_login(cast.form_administrator)
    client.cookies["django_language"] = "en"
    return client


def send(client, **changed):
    data = nested_form_data({**SAID, "blocks": streamfield([("paragraph", {**TEXT, **changed})])})
    data |= {"reveals": ["open", "sensitive"]}
    return client.post(reverse("wagtailsnippets_letters_letter:add"), {**data, "action-publish": "1"})


def test_who_may_publish_workflows_publishes_letters(admin):
    assert send(admin).status_code == 302
    letter = Letter.objects.get()
    assert letter.current_version.schema.blocks[0].text == "${form.found}"
    assert letter.current_version.published_by.username == "form_administrator"


def test_nobody_else_does(client, cast, version):  # noqa: F811
    client.force_login(cast.post("east_police").user)
    assert send(client).status_code in (302, 403)
    assert not Letter.objects.exists()


def test_a_problem_is_said_and_nothing_is_published(admin):
    answer = send(admin, text="${form.gone}")
    assert answer.status_code == 200
    assert "There is nothing called “${form.gone}”" in answer.content.decode()
    assert not Letter.objects.exclude(versions=None).exists()


def test_what_can_be_put_in_is_listed_and_never_who_reported(admin):
    letter = save_definition(notice(form="small_report"), by=None)
    html = admin.get(reverse("wagtailsnippets_letters_letter:edit", args=[letter.pk])).content.decode()
    assert 'data-put="${form.facts}"' in html
    assert 'data-put="${case.number}"' in html
    assert "reporter_name" not in html
    letter.reveals = ["open"]
    letter.save_revision()
    html = admin.get(reverse("wagtailsnippets_letters_letter:edit", args=[letter.pk])).content.decode()
    assert 'data-put="${form.facts}"' not in html


def test_it_is_shown_while_it_is_written_as_a_page_and_as_a_pdf(admin, rf, monkeypatch):
    letter = save_definition(notice(), by=None)
    shown = preview(rf.get("/"), letter, "").render().content.decode()
    assert "〔" in shown
    monkeypatch.setattr(pdf, "render_html", lambda html: html.encode())
    made = preview(rf.get("/"), letter, "pdf")
    assert made["Content-Type"] == "application/pdf"
    assert "official-letter.css" in made.content.decode()
    assert made["Content-Disposition"] == f'inline; filename="{NOTICE}.pdf"'
    letter.form = ""
    assert "pdf" not in preview(rf.get("/"), letter, "pdf")["Content-Type"]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (pdf.GlyphMissing("U+1F9FF U+20000"), "\U0001f9ff (U+1F9FF)、\U00020000 (U+20000)"),
        (pdf.PrintTimedOut("<b>"), "It could not be printed just now."),
    ],
)
def test_why_it_cannot_be_printed_is_said(admin, rf, monkeypatch, fault, sentence):
    def fail(_html):
        raise fault

    monkeypatch.setattr(pdf, "render_html", fail)
    with override("en"):
        said = preview(rf.get("/"), save_definition(notice(), by=None), "pdf")
    assert said.status_code == 200
    assert sentence in said.content.decode()
    assert "<b>" not in said.content.decode()


def test_a_letter_that_workflows_print_is_not_withdrawn_while_a_case_needs_it(admin, cast):
    publish_notice()
    letter = Letter.objects.get()
    used = services.publish(builder.save_definition(workflow_with({"template": NOTICE}), by=None), by=None)
    case = Story(cast).report()
    ask = reverse("wagtailsnippets_letters_letter:unpublish", args=[letter.pk])

    def withdraw():
        said = admin.post(ask, follow=True).content.decode()
        return Letter.objects.get().live, "This letter is printed by: " in said

    assert withdraw() == (True, True)
    services.publish(builder.save_definition(WORKFLOW, by=None), by=None)
    # The case goes on as it began.
    assert case.version == used
    assert withdraw() == (True, True)
    Case.objects.update(closed_at=timezone.now())
    assert withdraw() == (False, False)


def test_a_workflow_chooses_its_letter_from_a_list(admin):
    save_definition(notice(), by=None)
    html = admin.get(reverse("wagtailsnippets_workflows_workflow:add")).content.decode()
    assert NOTICE in html
    assert schema_of(Letter.objects.get()).key == NOTICE
