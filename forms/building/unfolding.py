"""A form with what it shares with others put in its place: the options of lists, the fields of shared groups."""

from collections.abc import Mapping
from typing import Any

from forms.schema import Choice, FormSchema, Group, Item, Question, SharedGroupSchema, Step, Table

Lists = Mapping[str, tuple[Choice, ...]]
Groups = Mapping[str, SharedGroupSchema]


def unfolded(schema: FormSchema, lists: Lists, groups: Groups) -> FormSchema:
    """What is not known here stays as the form has it."""
    if not lists and not groups:
        return schema
    return schema.model_copy(update={"steps": tuple(_step(step, lists, groups) for step in schema.steps)})


def lists_named(schema: FormSchema | SharedGroupSchema) -> set[str]:
    return {question.option_list for question in questions(schema) if question.option_list}


def groups_named(schema: FormSchema) -> set[str]:
    parts = (part for step in schema.steps for part in step.parts())
    return {part.shared for part in parts if isinstance(part, Group) and part.shared}


def questions(schema: FormSchema | SharedGroupSchema) -> list[Question]:
    """Every question, those in the columns of tables among them."""
    fields: Any = schema.fields() if isinstance(schema, FormSchema) else schema.items
    asked = [column for field in fields for column in (field.columns if isinstance(field, Table) else [field])]
    return [question for question in asked if isinstance(question, Question)]


def _step(step: Step, lists: Lists, groups: Groups) -> Step:
    return step.model_copy(update={"items": tuple(_item(item, lists, groups) for item in step.items)})


def _item(item: Item, lists: Lists, groups: Groups) -> Item:
    if isinstance(item, Question):
        choices = lists.get(item.option_list or "")
        return item if choices is None else item.model_copy(update={"choices": choices})
    if isinstance(item, Table):
        return item.model_copy(update={"columns": tuple(_item(column, lists, groups) for column in item.columns)})
    if isinstance(item, Group):
        return _group(item, lists, groups)
    return item


def _group(group: Group, lists: Lists, groups: Groups) -> Group:
    """Its own label and hint go before those of the shared group."""
    shared = groups.get(group.shared or "")
    own: dict[str, Any] = {"items": group.items}
    if shared is not None:
        own = {"label": group.label or shared.title, "hint": group.hint or shared.hint, "items": shared.items}
    return group.model_copy(update={**own, "items": tuple(_item(item, lists, groups) for item in own["items"])})
