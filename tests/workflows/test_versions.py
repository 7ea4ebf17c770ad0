"""What forms and workflows have in common in Wagtail's admin: both are edited, and published in versions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms import builder as form_builder
from forms import services as form_services
from forms.models import Form
from forms.versions.publishing import NotPublishable
from tests.editing import signed_in_to_edit
from tests.workflows.definitions import FORMS, WORKFLOW
from workflows import builder, services
from workflows.models import Workflow

REPORT = FORMS["small_report"]
STREAMS = ("relations", "states", "transitions", "readers", "opening_effects", "scenarios")
EMPTY = {f"{name}-count": "0" for name in STREAMS}


def published_form(number):
    schema = REPORT.model_copy(update={"key": f"another_{number}"})
    return form_services.publish(form_builder.save_definition(schema, by=None), by=None).form


def published_workflow(number):
    opening = published_form(number)
    renamed = {"key": f"another_{number}", "opened_by": opening.key}
    return services.publish(builder.save_definition(WORKFLOW.model_copy(update=renamed), by=None), by=None).workflow


@pytest.fixture
def editor(client, cast, version):
    return signed_in_to_edit(client, cast, Form, Workflow)


@pytest.fixture(params=[published_form, published_workflow], ids=["form", "workflow"])
def published(request):
    return request.param


def address(edited, name, *args):
    return reverse(edited.snippet_viewset.get_url_name(name), args=args)


def asked(client, page):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_the_list_asks_the_database_no_more_for_more_of_them(editor, published):
    page = address(published(1), "list")
    editor.get(page)
    before = asked(editor, page)
    published(2)
    published(3)
    assert asked(editor, page) == before


def test_the_list_shows_the_newest_version(editor, version):
    workflow = version.workflow
    workflow.title = "改了名"
    workflow.save()
    services.publish(workflow, by=None)
    shown = editor.get(address(workflow, "list")).context["object_list"]
    assert [row.version_number for row in shown] == [2]


def test_the_list_is_searched_by_a_part_of_the_title_and_by_the_key(editor, published):
    edited = published(1)
    edited.title = "留守儿童走访"
    edited.save()
    for words in ("儿童走", "another_1"):
        found = editor.get(address(edited, "list"), {"q": words}).context["object_list"]
        assert list(found) == [edited]


def test_what_has_been_published_is_not_deleted_and_says_why(editor, published):
    edited = published(1)
    answer = editor.post(address(edited, "delete", edited.pk), follow=True)
    assert "What has been published stays." in answer.content.decode()
    assert type(edited).objects.filter(pk=edited.pk).exists()


def test_when_publishing_fails_the_live_row_stays_as_it_was(version, published):
    edited = published(1)
    stream = "states" if isinstance(edited, Workflow) else "steps"
    setattr(edited, stream, [])
    revision = edited.save_revision()
    with pytest.raises(NotPublishable):
        revision.publish()
    assert len(getattr(type(edited).objects.get(pk=edited.pk), stream)) > 0


def test_a_key_is_made_from_the_title_and_never_changes(editor):
    titled = {"title": "走访", "title_en": "", "opened_by": REPORT.key, **EMPTY}
    answer = editor.post(reverse(Workflow.snippet_viewset.get_url_name("add")), titled)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Workflow.objects.get(key="zou_fang")
    editor.post(address(made, "edit", made.pk), {**titled, "title": "家访", "key": "jia_fang"})
    draft = Workflow.objects.get(pk=made.pk).get_latest_revision_as_object()
    assert (draft.title, draft.key) == ("家访", "zou_fang")


def test_a_draft_that_was_never_published_is_deleted(editor):
    draft = builder.save_definition(WORKFLOW.model_copy(update={"key": "another"}), by=None)
    editor.post(address(draft, "delete", draft.pk))
    assert not Workflow.objects.filter(pk=draft.pk).exists()
