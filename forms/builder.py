"""Editor ⇄ schema. What the blocks say becomes a FormSchema, and a FormSchema becomes blocks, without loss."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from forms.building import examples, keys, reading, writing
from forms.building.keys import leaves
from forms.models import Form
from forms.schema import FormSchema
from portal.directory.models import User
from portal.words import both, say


def schema_of(form: Form) -> FormSchema:
    """The form as data, rules not parsed yet. Missing keys are made from the labels and stay in `form.steps`.

    Raises RuleProblem for rows that cannot be a formula, and pydantic's ValidationError for what the editor's own
    checks would not have let pass.
    """
    keys.fill(form)
    types = types_of(form)
    return FormSchema(
        key=form.key,
        title=both(form.title, form.title_en),
        steps=tuple(reading.step(block.value, types) for block in form.steps),
        place=form.place or None,
        numbering=form.numbering,
        receipt=form.receipt,
        retention_months=form.retention_months,
        purpose=both(form.purpose, form.purpose_en),
        legal_basis=both(form.legal_basis, form.legal_basis_en),
        sections=tuple(reading.section(block.value) for block in form.sections),
        tests=tuple(examples.read(block.value, types) for block in form.tests),
    )


@transaction.atomic
def save_definition(schema: FormSchema, *, by: User | None) -> Form:
    """The form of that key, made or changed to say what the schema says, with a revision. It is not published yet."""
    form = Form.objects.select_for_update().filter(key=schema.key).first() or Form(key=schema.key)
    form.title, form.title_en = say(schema.title, "zh-hans"), schema.title.get("en", "")
    form.place = schema.place or ""
    form.numbering, form.receipt = schema.numbering, schema.receipt
    form.retention_months = schema.retention_months
    form.purpose, form.purpose_en = schema.purpose.get("zh-hans", ""), schema.purpose.get("en", "")
    form.legal_basis, form.legal_basis_en = schema.legal_basis.get("zh-hans", ""), schema.legal_basis.get("en", "")
    for name, blocks in writing.streams(schema).items():
        column: Any = Form._meta.get_field(name)
        setattr(form, name, column.to_python(blocks))
    form.save()
    form.save_revision(user=by, clean=False, log_action=by is not None)
    return form


def types_of(form: Form) -> reading.FieldTypes:
    """The type of each field, by key, for writing values in formulas."""
    return dict(_types(form.steps))


def _types(steps: Any) -> Iterable[tuple[str, str]]:
    items = [item for step in steps for item in leaves(step.value["items"])]
    for table in (item.value for item in items if item.block_type == "table"):
        for column in table["columns"]:
            yield column.value["key"], column.value["type"]
            yield f"{table['key']}.{column.value['key']}", column.value["type"]
    # Last, because a question of the form goes before a column of the same name.
    for item in items:
        if "type" in item.value:
            yield item.value["key"], item.value["type"]
