"""Editor ⇄ schema. What the blocks say becomes a FormSchema, and a FormSchema becomes blocks, without loss."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model

from forms.building import examples, keys, reading, records, writing
from forms.building.keys import leaves
from forms.building.unfolding import groups_named, lists_named, questions, unfolded
from forms.models import Form, OptionList, SharedGroup
from forms.schema import Choice, FormSchema, Group, SharedGroupSchema
from forms.versions.publishing import write_version
from portal.directory.models import User
from portal.words import both, say


def schema_of(form: Form) -> FormSchema:
    """The form as data, rules not parsed yet. Missing keys are made from the labels and stay in `form.steps`.

    Raises RuleProblem for rows that cannot be a formula, and pydantic's ValidationError for what the editor's own
    checks would not have let pass.
    """
    keys.fill(form)
    types = types_of(form)
    written = FormSchema(
        key=form.key,
        title=both(form.title, form.title_en),
        steps=tuple(reading.step(block.value, types) for block in form.steps),
        place=form.place or None,
        numbering=form.numbering,
        receipt=form.receipt,
        retention_months=form.retention_months,
        purpose=both(form.purpose, form.purpose_en),
        legal_basis=both(form.legal_basis, form.legal_basis_en),
        layout=form.layout,
        sections=tuple(reading.section(block.value) for block in form.sections),
        records=records.read_register(form.records),
        write_back=records.read_write_back(form.records),
        at_records=form.at_records,
        tests=tuple(examples.read(block.value, types) for block in form.tests),
    )
    groups = published_groups(groups_named(written))
    lists = lists_named(written).union(*(lists_named(group) for group in groups.values()))
    return unfolded(written, _lists(lists), groups)


def group_schema_of(group: SharedGroup) -> SharedGroupSchema:
    """A shared group as data. Raises as `schema_of` does."""
    keys.fill_items(group.items)
    types = dict(_types_of_items(leaves(group.items)))
    return SharedGroupSchema(
        key=group.key,
        title=both(group.title, group.title_en),
        hint=both(group.hint, group.hint_en),
        items=tuple(reading.leaf(block, types) for block in group.items),
    )


def choices_of(options: OptionList) -> tuple[Choice, ...]:
    keys.fill_options(options.options)
    return reading.choices(options.options)


def _lists(wanted: set[str]) -> dict[str, tuple[Choice, ...]]:
    return {one.key: choices_of(one) for one in OptionList.objects.filter(key__in=wanted)} if wanted else {}


def published_groups(wanted: set[str]) -> dict[str, SharedGroupSchema]:
    """As they are published; one that is not yet is not known."""
    if not wanted:
        return {}
    found = ((group.key, group.current_version) for group in SharedGroup.objects.filter(key__in=wanted))
    return {key: version.schema for key, version in found if version is not None}


@transaction.atomic
def save_definition(schema: FormSchema, *, by: User | None) -> Form:
    """The form of that key, made or changed to say what the schema says, with a revision. It is not published yet."""
    form = Form.objects.select_for_update().filter(key=schema.key).first() or Form(key=schema.key)
    _fill(form, schema)
    _make_shared(schema, by)
    form.save()
    form.save_revision(user=by, clean=False, log_action=by is not None)
    return form


def begin_again(form: Form, schema: FormSchema, *, by: User | None) -> None:
    """What is edited becomes what the schema says, for example that of an older version; nothing is published."""
    draft = form.get_latest_revision_as_object()
    _fill(draft, schema)
    draft.save_revision(user=by, clean=False, log_action="wagtail.revert" if by else False)


def _fill(form: Form, schema: FormSchema) -> None:
    form.title, form.title_en = say(schema.title, "zh-hans"), schema.title.get("en", "")
    form.place = schema.place or ""
    form.numbering, form.receipt = schema.numbering, schema.receipt
    form.retention_months, form.layout = schema.retention_months, schema.layout
    form.purpose, form.purpose_en = schema.purpose.get("zh-hans", ""), schema.purpose.get("en", "")
    form.legal_basis, form.legal_basis_en = schema.legal_basis.get("zh-hans", ""), schema.legal_basis.get("en", "")
    form.at_records = schema.at_records
    for name, blocks in writing.streams(schema).items():
        setattr(form, name, _stream(Form, name, blocks))


def _make_shared(schema: FormSchema, by: User | None) -> None:
    """What the form shares with others and the portal has not: a list with its options, a group with its fields."""
    for question in questions(schema):
        if question.option_list and not OptionList.objects.filter(key=question.option_list).exists():
            made = OptionList(key=question.option_list, title=say(question.label, "zh-hans"))
            made.options = _stream(OptionList, "options", writing.options(question.choices))
            made.save()
            made.save_revision(user=by, clean=False)
    for group in (part for step in schema.steps for part in step.parts() if isinstance(part, Group)):
        if group.shared and not SharedGroup.objects.filter(key=group.shared).exists():
            _make_group(SharedGroupSchema(key=group.shared, title=group.label, hint=group.hint, items=group.items), by)


def _make_group(schema: SharedGroupSchema, by: User | None) -> None:
    group = SharedGroup(key=schema.key)
    group.title, group.title_en = say(schema.title, "zh-hans") or schema.key, schema.title.get("en", "")
    group.hint, group.hint_en = schema.hint.get("zh-hans", ""), schema.hint.get("en", "")
    group.items = _stream(SharedGroup, "items", writing.items(schema))
    group.save()
    group.save_revision(user=by, clean=False)
    write_version(group, group.versions, schema, by=by)


def _stream(model: type[Model], name: str, blocks: list[Any]) -> Any:
    column: Any = model._meta.get_field(name)
    return column.to_python(blocks)


def types_of(form: Form) -> reading.FieldTypes:
    """The type of each field, by key, for writing values in formulas."""
    return dict(_types(form.steps))


def _types(steps: Any) -> Iterable[tuple[str, str]]:
    items = [item for step in steps for item in leaves(step.value["items"])]
    shared = {item.value["shared"] for step in steps for item in step.value["items"] if item.value.get("shared")}
    for group in published_groups(shared).values():
        yield from writing.types_of_items(group.items)
    yield from _types_of_items(items)


def _types_of_items(items: Iterable[Any]) -> Iterable[tuple[str, str]]:
    items = list(items)
    for table in (item.value for item in items if item.block_type == "table"):
        for column in table["columns"]:
            yield column.value["key"], column.value["type"]
            yield f"{table['key']}.{column.value['key']}", column.value["type"]
    # Last, because a question of the form goes before a column of the same name.
    for item in items:
        if "type" in item.value:
            yield item.value["key"], item.value["type"]
