"""An administrator edits a form in Wagtail's admin."""

import json

import pytest
from django.urls import reverse

from forms import builder
from forms.models import Form, FormVersion
from tests.editing import signed_in_to_edit, stream
from tests.forms import sample

QUESTION = {"type": "choice", "sensitivity": "open"}


@pytest.fixture
def editor(client, cast):
    """The form administrator at her desk: may do everything with forms and nothing else."""
    return signed_in_to_edit(client, cast, Form)


@pytest.fixture
def form(cast) -> Form:
    return builder.save_definition(sample.schema(), by=cast.form_administrator)


def inputs_of(client, form: Form) -> dict[str, str]:
    """What the browser would send back for the form as it stands."""
    data: dict[str, str] = {}
    for name in ("steps", "sections", "records", "tests"):
        stream(data, name, list(getattr(form, name).raw_data), Form._meta.get_field(name).stream_block)
    return {
        **data,
        "title": form.title,
        "title_en": form.title_en,
        "key": form.key,
        "place": form.place,
        "numbering": form.numbering,
        "receipt": "on",
        "retention_months": str(form.retention_months),
        "layout": form.layout,
    }


def save(editor, form: Form, data: dict[str, str], **action: str):
    return editor.post(reverse("wagtailsnippets_portal_forms_form:edit", args=[form.pk]), {**data, **action})


def test_opening_and_publishing_a_loaded_form_unchanged_gives_the_same_schema(editor, form):
    answer = save(editor, form, inputs_of(editor, form), **{"action-publish": "1"})

    assert answer.status_code == 302
    assert FormVersion.objects.get().schema.model_dump(exclude={"steps"}) == sample.schema().model_dump(
        exclude={"steps"}
    )
    assert builder.schema_of(Form.objects.get()) == sample.schema()


def test_publishing_twice_unchanged_makes_one_version(editor, form):
    for _time in range(2):
        save(editor, form, inputs_of(editor, form), **{"action-publish": "1"})

    assert FormVersion.objects.count() == 1


def test_a_field_added_in_the_editor_is_in_version_two(editor, form):
    save(editor, form, inputs_of(editor, form), **{"action-publish": "1"})
    added = {
        "type": "choice",
        "value": {
            "label": "谁在照看",
            "type": "choice",
            "sensitivity": "open",
            "choices": [{"value": {"label": "亲属"}}, {"value": {"label": "无人"}}],
            "logic": [
                {
                    "type": "shown_when",
                    "value": {
                        "join": "and",
                        "rows": [{"value": {"field": "danger", "comparison": "is", "value": "yes"}}],
                        "formula": "",
                    },
                }
            ],
        },
    }
    form = Form.objects.get()
    raw = json.loads(json.dumps(list(form.steps.raw_data)))
    raw[0]["value"]["items"].append(added)
    form.steps = Form._meta.get_field("steps").to_python(raw)

    answer = save(editor, form, inputs_of(editor, form), **{"action-publish": "1"})

    assert answer.status_code == 302, answer.context["form"].errors
    question = FormVersion.objects.get(number=2).schema.field("shui_zai_zhao_kan")
    assert question.shown_when.formula == "${danger} = true()"
    assert [choice.key for choice in question.choices] == ["qin_shu", "wu_ren"]
    assert FormVersion.objects.get(number=2).published_by is not None


def test_a_form_with_a_problem_is_kept_as_a_draft_but_not_published(editor, form):
    broken = builder.save_definition(
        sample.schema(steps=[{**sample.REPORTER, "shown_when": {"formula": "${no_such_field} = 1"}}], place=None),
        by=None,
    )

    refused = save(editor, broken, inputs_of(editor, broken), **{"action-publish": "1"})
    kept = save(editor, broken, inputs_of(editor, broken))

    assert refused.status_code == 200
    assert "no_such_field" in refused.content.decode()
    assert kept.status_code == 302
    assert not FormVersion.objects.exists()


def test_a_key_given_twice_is_a_problem_at_the_copy(editor, form):
    raw = json.loads(json.dumps(list(form.steps.raw_data)))
    raw[2]["value"]["items"].append(raw[2]["value"]["items"][0])
    form.steps = Form._meta.get_field("steps").to_python(raw)

    answer = save(editor, form, inputs_of(editor, form), **{"action-publish": "1"})

    errors = answer.context["form"].errors.as_data()["steps"][0]
    assert list(errors.block_errors) == [2]
    assert list(errors.block_errors[2].block_errors["items"].block_errors) == [2]


def test_the_editor_the_list_the_history_and_the_preview_open(editor, form):
    save(editor, form, inputs_of(editor, form), **{"action-publish": "1"})
    for name, args in (("edit", [form.pk]), ("list", []), ("history", [form.pk]), ("add", [])):
        assert editor.get(reverse(f"wagtailsnippets_portal_forms_form:{name}", args=args)).status_code == 200


def test_the_preview_shows_every_step_with_its_rules(editor, form):
    preview = reverse("wagtailsnippets_portal_forms_form:preview_on_edit", args=[form.pk])
    assert editor.post(preview, inputs_of(editor, form)).json()["is_valid"]

    page = editor.get(preview).content.decode()

    assert page.count('<section class="panel fields"') == 3
    assert "wizard-rules" in page


def test_whoever_may_not_edit_forms_sees_none_of_it(client, cast, form):
    client.force_login(cast.east_police)

    answer = client.get(reverse("wagtailsnippets_portal_forms_form:edit", args=[form.pk]))

    assert answer.status_code == 403
    assert "sample_report" not in answer.content.decode()


def test_a_rule_begun_and_not_finished_is_kept_as_a_draft(editor, form):
    data = inputs_of(editor, form)
    rule = {"type": "shown_when", "value": {"join": "and", "rows": [{"value": {"comparison": "is"}}], "formula": ""}}
    stream(
        data,
        "steps-0-value-logic",
        [rule],
        Form._meta.get_field("steps").stream_block.child_blocks["step"].child_blocks["logic"],
    )

    kept = save(editor, form, data)
    refused = save(editor, form, data, **{"action-publish": "1"})

    assert kept.status_code == 302, kept.context["form"].errors
    assert refused.status_code == 200
    assert not FormVersion.objects.exists()


def test_a_new_field_may_be_named_by_its_label_in_the_same_saving(editor, form):
    raw = json.loads(json.dumps(list(form.steps.raw_data)))
    row = {"value": {"field": "有人照看吗", "comparison": "is", "value": "没有人"}}
    rule = {"type": "shown_when", "value": {"join": "and", "rows": [row], "formula": ""}}
    raw[0]["value"]["items"] += [
        {"type": "choice", "value": {**QUESTION, "label": "有人照看吗", "choices": [{"value": {"label": "没有人"}}]}},
        {
            "type": "choice",
            "value": {**QUESTION, "label": "多久了", "choices": [{"value": {"label": "一天"}}], "logic": [rule]},
        },
    ]
    form.steps = Form._meta.get_field("steps").to_python(raw)

    save(editor, form, inputs_of(editor, form), **{"action-publish": "1"})

    question = FormVersion.objects.get().schema.field("duo_jiu_le")
    assert question.shown_when.formula == "${you_ren_zhao_kan_ma} = 'mei_you_ren'"


def test_a_failing_test_stops_publishing_and_says_at_the_test_what_is_otherwise(editor, form):
    test = {"title": "例子", "answers": {}, "expected": [{"place": "days", "must_be": "shown"}]}
    failing = builder.save_definition(sample.schema(tests=[test]), by=None)

    refused = save(editor, failing, inputs_of(editor, failing), **{"action-publish": "1"})
    page = editor.get(reverse("wagtailsnippets_portal_forms_form:edit", args=[failing.pk])).content.decode()

    assert list(refused.context["form"].errors.as_data()["tests"][0].block_errors) == [0]
    assert not FormVersion.objects.exists()
    assert "“Days” should be shown, but it is hidden because “Situation” is not “Alone”" in page


def test_a_test_may_name_fields_and_choices_by_their_labels(editor, form):
    test = {
        "title": "例子",
        "answers": [{"value": {"field": "情形", "value": "独居"}}],
        "expected": [{"value": {"place": "天数", "must_be": "shown"}}],
    }
    form.tests = Form._meta.get_field("tests").to_python([{"type": "test", "value": test}])

    saved = save(editor, form, inputs_of(editor, form), **{"action-publish": "1"})

    assert saved.status_code == 302, saved.context["form"].errors
    [kept] = FormVersion.objects.get().schema.tests
    assert (kept.answers, kept.expected[0].place) == ({"kind": "alone"}, "days")


def test_a_source_that_there_is_not_is_a_problem_at_its_field(editor, form):
    steps = json.loads(json.dumps(list(form.steps.raw_data)))
    steps[2]["value"]["items"][1]["value"]["prefill"] = "record.phone"
    form.steps = Form._meta.get_field("steps").to_python(steps)

    answer = save(editor, form, inputs_of(editor, form), **{"action-publish": "1"})

    items = answer.context["form"].errors.as_data()["steps"][0].block_errors[2].block_errors["items"]
    assert list(items.block_errors) == [1]
    assert "record.phone" in str(items.block_errors[1].as_json_data())
