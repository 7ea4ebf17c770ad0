"""An author fills in a form that is being built; nothing stays of it."""

import json

import pytest
from django.urls import reverse

from forms import builder
from forms.models import Draft, Form, StoredFile
from tests.editing import signed_in_to_edit
from tests.forms import sample

ABOUT = {"danger": "no", "kind": "hurt", "place": "990121101201", "facts": "孩子独自在家,手臂受伤"}


@pytest.fixture
def author(client, cast):
    return signed_in_to_edit(client, cast, Form)


@pytest.fixture
def address(cast):
    form = builder.save_definition(sample.schema(), by=cast.form_administrator)
    return reverse("wagtailsnippets_portal_forms_form:try", args=[form.pk])


def page_after(author, address, **sent):
    return author.post(address, sent).context


def test_it_begins_with_the_first_step_and_says_why_something_is_hidden(author, address):
    page = author.get(address)

    assert page.context["step"].key == "about"
    assert ("Days", "“Situation” is not “Alone”") in page.context["hidden"]
    assert "no-store" in page["Cache-Control"]


def test_the_checks_of_the_wizard_hold(author, address):
    page = page_after(author, address, _at_step="about", _go="next", kind="hurt")

    assert page["step"].key == "about"
    assert {problem.label for problem in page["wrong"]} >= {"In danger now", "Description"}


def test_the_whole_form_is_walked_and_nothing_is_kept(author, address):
    second = page_after(author, address, _at_step="about", _go="next", **ABOUT)
    third = page_after(author, address, _at_step="people", _go="next", _kept=second["kept"])
    end = page_after(author, address, _at_step="reporter", _go="next", _kept=third["kept"], reporter_name="何老师")

    assert (second["step"].key, third["step"].key) == ("people", "reporter")
    assert not end["missing"]
    assert [section.title for section in end["sections"]] == ["What happened", "Who reports"]
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()


def test_going_back_keeps_what_was_typed(author, address):
    page = page_after(author, address, _at_step="reporter", _go="to:people", reporter_name="何老师")
    page = page_after(author, address, _at_step="people", _go="to:reporter", _kept=page["kept"])

    assert page["parts"][0].bound.value() == "何老师"


def test_a_table_gets_rows_and_loses_them(author, address):
    page = page_after(author, address, _at_step="people", _go="add:guardians")
    assert len(page["parts"][0].rows) == 1

    sent = {"guardians-rows": "0", "guardians-0-name": "甲"}
    page = page_after(author, address, _at_step="people", _go="remove:guardians-0", **sent)
    assert not page["parts"][0].rows


@pytest.mark.parametrize("kept", ["no json", "[]", json.dumps({"unknown": 1, "danger": {"a": []}})])
def test_what_a_program_may_send_instead_breaks_nothing(author, address, kept):
    assert author.post(address, {"_kept": kept, "_at_step": "gone", "_go": "to:gone"}).status_code == 200


def test_only_who_edits_forms_may(client, cast, address):
    client.force_login(cast.east_police)

    assert client.get(address).status_code == 403
