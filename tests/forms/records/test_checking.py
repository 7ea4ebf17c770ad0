"""What is wrong with a register, or with a form that points to one, is said before it is published."""

import pytest
from django.utils import translation

from forms import contexts
from forms.blocks import offers
from forms.builder import save_definition, schema_of
from forms.models import Form
from forms.records.checking import record_problems
from forms.schema import FormSchema

pytestmark = pytest.mark.django_db


def field(key, kind="text", **more):
    return {"kind": "field", "key": key, "type": kind, "label": {"zh-hans": key}, **more}


def form(*items, **more):
    step = {"key": "one", "title": {"zh-hans": "一"}, "items": items}
    return FormSchema.model_validate({"key": "asked", "title": {"zh-hans": "表"}, "steps": [step], **more})


def reader(**more):
    return {"roles": ["township_worker"], "sensitivities": ["open"], "writes": True, **more}


def register(*readers, **more):
    return {"name": "name", "of_children": True, "readers": readers or [reader()], **more}


FIELDS = (field("place", "area"), field("name", "person_name", sensitivity="personal"), field("office", "organisation"))
CHILDREN = form(*FIELDS, key="children", place="place", records=register())
CHILD = field("child", "child")


def said(schema):
    with contexts.beside([CHILDREN]), translation.override("en"):
        return [str(problem.sentence) for problem in record_problems(schema)]


def test_what_is_right_is_not_spoken_of():
    assert said(CHILDREN) == []
    pointing = form(CHILD, field("name", "person_name", sensitivity="sensitive"))
    assert said(pointing.model_copy(update={"at_records": True})) == []


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        (register(name="gone"), "names the field “gone”"),
        (register(identity=["gone"]), "names the field “gone”"),
        (register(reader(writes=False)), "Nobody may open records"),
        (register(reader(roles=["king"])), "no post “king”"),
        (register(reader(through="name")), "“name” is no field for an organisation"),
    ],
)
def test_a_register_that_could_not_be_kept_is_refused(records, sentence):
    [found] = said(form(*FIELDS, key="children", place="place", records=records))
    assert sentence in found


def test_who_reported_is_never_what_records_are_told_apart_by():
    secret = field("name", "person_name", sensitivity="reporter")
    [found] = said(form(FIELDS[0], secret, key="children", place="place", records=register()))
    assert "says who reported" in found


def test_a_register_read_by_place_needs_one():
    [found] = said(form(*FIELDS, key="children", records=register()))
    assert "needs a place" in found


@pytest.mark.parametrize(
    ("items", "more", "sentence"),
    [
        ([field("link", "record_link", settings={"register": "gone"})], {}, "No register is published"),
        ([field("name")], {"at_records": True}, "a field that points to one"),
        ([CHILD], {"write_back": [{"field": "gone", "into": "name"}]}, "“gone”, which goes into a record"),
        ([field("name")], {"write_back": [{"field": "name", "into": "name"}]}, "Nothing goes into a record"),
        ([CHILD, field("name")], {"write_back": [{"field": "name", "into": "gone"}]}, "has no field “gone”"),
        (
            [CHILD, field("name", "person_name", sensitivity="sensitive")],
            {"write_back": [{"field": "name", "into": "name"}]},
            "More people may read",
        ),
        (
            [CHILD, field("age", "integer")],
            {"write_back": [{"field": "age", "into": "name"}]},
            "another kind of answer",
        ),
    ],
)
def test_a_form_that_could_not_point_or_write_is_refused(items, more, sentence):
    [found] = said(form(*items, **more))
    assert sentence in found


def test_rows_of_tables_point_to_no_record():
    table = {"kind": "table", "key": "children", "label": {"zh-hans": "孩子"}, "columns": [CHILD]}
    [found] = said(form(table))
    assert "outside of the table" in found


@pytest.mark.parametrize(("register", "chosen"), [("child_file", "child_file"), ("not_here_yet", "")])
def test_a_register_is_chosen_from_those_there_are_and_another_stays_as_it_was(registry, register, chosen):
    asked = {
        "kind": "field",
        "key": "entry",
        "type": "record_link",
        "label": "档案",
        "settings": {"register": register},
    }
    schema = FormSchema.model_validate(
        {"key": "pointing", "title": "查档案", "steps": [{"key": "one", "title": "一", "items": [asked]}]}
    )
    form = save_definition(schema, by=None)
    value = form.steps.raw_data[0]["value"]["items"][0]["value"]
    assert offers.registers() == [("child_file", Form.objects.get(key="child_file").title)]
    assert (value["settings"].get("register") or "", register in (value["more"] or "")) == (chosen, not chosen)
    assert schema_of(Form.objects.get(pk=form.pk)) == schema
