"""Every form that is shipped can be written in the editor: typed into an empty one it is saved as the pack says it."""

import pytest
from django.urls import reverse

from forms import builder
from forms.building import writing
from forms.exchange.packs import read_forms
from forms.models import Form
from forms.services import publish
from tests.editing import signed_in_to_edit, stream
from workflows.packing import find

ADD = "wagtailsnippets_portal_forms_form:add"
FORMS = {form.key: form for form in read_forms(find("child-protection"))}


def typed(schema):
    """What the browser sends when all of that stands in the editor of a new form."""
    data = {}
    for name, children in writing.streams(schema).items():
        stream(data, name, children, Form._meta.get_field(name).stream_block)
    for name in ("title", "purpose", "legal_basis"):
        words = getattr(schema, name)
        data |= {name: words.get("zh-hans", ""), f"{name}_en": words.get("en", "")}
    data |= {name: "on" for name in ("receipt", "at_records") if getattr(schema, name)}
    plain = ("key", "numbering", "retention_months", "layout")
    return {**data, "place": schema.place or "", **{name: str(getattr(schema, name)) for name in plain}}


@pytest.mark.parametrize("key", FORMS)
def test_a_shipped_form_that_is_typed_into_the_editor_is_saved_as_it_is(key, client, cast):
    editor = signed_in_to_edit(client, cast, Form)

    answer = editor.post(reverse(ADD), typed(FORMS[key]))

    assert answer.status_code == 302, answer.context["form"].errors
    saved = Form.objects.get(key=key).latest_revision.as_object()
    assert builder.schema_of(saved) == FORMS[key]


@pytest.fixture
def register(db):
    """The one that a form points to by its name."""
    publish(builder.save_definition(FORMS["volunteer_file"], by=None), by=None)


@pytest.mark.parametrize("key", FORMS)
def test_no_shipped_form_needs_settings_written_as_json(key, register):
    data = typed(FORMS[key])

    assert {name: text for name, text in data.items() if name.endswith("-more") and text} == {}
    assert {name: text for name, text in data.items() if name.endswith("-value-value") and text.startswith("[")} == {}
