"""Settings that are lists have inputs in the editor: rows of a matrix, bands of a score sheet."""

import json

import pytest

from forms import builder
from forms.fieldtypes.checking import check_fields
from forms.models import Form
from forms.schema import FormSchema
from tests.forms.fieldtypes.samples import SAMPLES

KINDS = ("matrix", "score_sheet", "scale", "period", "located_address", "money", "hidden")


def schema() -> FormSchema:
    questions = [SAMPLES[kind].question(kind).model_copy(update={"key": kind}) for kind in KINDS]
    return FormSchema.model_validate(
        {
            "key": "all_kinds",
            "title": "各种字段",
            "steps": [{"key": "one", "title": "一", "items": [one.model_dump(mode="json") for one in questions]}],
        }
    )


@pytest.mark.django_db
def test_rows_and_bands_stand_in_inputs_and_come_back_as_they_were() -> None:
    form = builder.save_definition(schema(), by=None)
    assert builder.schema_of(Form.objects.get(pk=form.pk)) == schema()
    assert not check_fields(schema())
    fields = {block["value"]["key"]: block["value"] for block in form.steps.raw_data[0]["value"]["items"]}
    assert [row["value"]["label"] for row in fields["matrix"]["settings"]["rows"]] == ["饮食", "居住"]
    assert [band["value"]["least"] for band in fields["score_sheet"]["settings"]["bands"]] == [0, 3]
    assert not any(json.loads(fields[kind]["more"] or "{}") for kind in KINDS)


@pytest.mark.django_db
def test_a_row_without_a_key_gets_one_from_its_label() -> None:
    form = builder.save_definition(schema(), by=None)
    raw = list(form.steps.raw_data)
    del raw[0]["value"]["items"][0]["value"]["settings"]["rows"][0]["value"]["key"]
    form.steps = json.dumps(raw)
    rows = builder.schema_of(form).field("matrix").settings["rows"]
    assert [row["key"] for row in rows] == ["yin_shi", "home"]
