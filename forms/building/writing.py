"""Schema to blocks."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from forms.blocks import FAMILIES, family_of
from forms.building import examples
from forms.building.blocks import Raw, block, list_item, said
from forms.building.reading import FieldTypes
from forms.building.records import register, write_back
from forms.building.rows import rows_of
from forms.logic.rows import Row
from forms.schema import (
    Check,
    Choice,
    FormSchema,
    Group,
    Item,
    Note,
    Question,
    Rule,
    Section,
    SharedGroupSchema,
    Step,
    Table,
)


def streams(schema: FormSchema) -> dict[str, list[Raw]]:
    """What stands in each stream of the editor."""
    types = types_of(schema)
    return {
        "steps": [block("step", _step(step, types), step.key) for step in schema.steps],
        "sections": [block("section", _section(section), section.key) for section in schema.sections],
        "records": [*register(schema), *write_back(schema)],
        "tests": examples.write(schema.tests, types),
    }


def _section(section: Section) -> Raw:
    return {**said("title", section.title), "filler": section.filler, "key": section.key}


def items(group: SharedGroupSchema) -> list[Raw]:
    """What stands in the stream of a shared group."""
    types = dict(types_of_items(group.items))
    return [_item(item, types) for item in group.items]


def options(choices: Iterable[Choice]) -> list[Raw]:
    """What stands in the stream of an option list."""
    return [block("option", _choice(choice), choice.key) for choice in choices]


def types_of(schema: FormSchema) -> FieldTypes:
    """The type of each field by key, and of each column by its own key and with its table."""
    return dict(types_of_items(schema.fields()))


def types_of_items(items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """A question of the form goes before a column of the same name."""
    fields = list(items)
    for table in (field for field in fields if isinstance(field, Table)):
        for column in table.columns:
            yield column.key, column.type
            yield f"{table.key}.{column.key}", column.type
    yield from ((field.key, field.type) for field in fields if isinstance(field, Question))


def _step(step: Step, types: FieldTypes) -> Raw:
    return {
        **said("title", step.title),
        **said("intro", step.intro),
        "key": step.key,
        "section": step.section or "",
        "logic": _shown_when(step.shown_when, types),
        "items": [_item(item, types) for item in step.items],
    }


def _item(item: Item, types: FieldTypes) -> Raw:
    if isinstance(item, Note):
        return block("note", _note(item, types), item.key)
    if isinstance(item, Group):
        return block("group", _group(item, types), item.key)
    if isinstance(item, Table):
        return block("table", _table(item, types), item.key)
    return _field(item, types)


def _field(question: Question, types: FieldTypes) -> Raw:
    return block(_family(question), _question(question, types), question.key)


def _family(question: Question) -> str:
    """The family of the type, or "other" for a question with choices whose family has no list of them."""
    name = family_of(question.type)
    return name if FAMILIES[name].choices or not question.choices else "other"


def _note(note: Note, types: FieldTypes) -> Raw:
    shown_when = _shown_when(note.shown_when, types)
    return {**said("text", note.text), "tone": note.tone, "key": note.key, "logic": shown_when}


def _group(group: Group, types: FieldTypes) -> Raw:
    return {
        **said("label", group.label),
        **said("hint", group.hint),
        "key": group.key,
        "shared": group.shared or "",
        "items": [_item(item, types) for item in group.items],
        "logic": _shown_when(group.shown_when, types),
    }


def _table(table: Table, types: FieldTypes) -> Raw:
    return {
        **said("label", table.label),
        **said("hint", table.hint),
        "key": table.key,
        "sensitivity": table.sensitivity,
        "least_rows": table.least_rows,
        "most_rows": table.most_rows,
        "columns": [_field(column, types) for column in table.columns],
        "logic": _shown_when(table.shown_when, types),
    }


def _question(question: Question, types: FieldTypes) -> Raw:
    inputs = FAMILIES[_family(question)].settings
    seen = {key: value for key, value in question.settings.items() if key in inputs and inputs[key].takes(value)}
    unseen = {key: value for key, value in question.settings.items() if key not in seen}
    return {
        **said("label", question.label),
        **said("hint", question.hint),
        "key": question.key,
        "type": question.type,
        "required": question.required,
        "sensitivity": question.sensitivity,
        "countable": question.countable,
        "choices": [list_item(_choice(choice)) for choice in question.choices],
        "option_list": question.option_list or "",
        "prefill": question.prefill,
        "settings": {key: _setting(value) for key, value in seen.items()},
        "more": json.dumps(unseen, ensure_ascii=False) if unseen else "",
        "logic": _logic(question, types),
    }


def _setting(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [list_item(entry) if isinstance(entry, dict) else entry for entry in value]


def _choice(choice: Choice) -> Raw:
    return {
        **said("label", choice.label),
        "key": choice.key,
        "attributes": "; ".join(f"{name}={text}" for name, text in choice.attributes.items()),
        "since": choice.since and choice.since.isoformat(),
        "until": choice.until and choice.until.isoformat(),
        "areas": " ".join(choice.areas),
    }


def _logic(question: Question, types: FieldTypes) -> list[Raw]:
    rows = {"shown_when": question.shown_when, "required_when": question.required_when}
    formulas = {name: getattr(question, name) for name in ("computed", "default", "choice_filter")}
    return [
        *(block(name, _rule(rule, types), question.key) for name, rule in rows.items() if rule),
        *(block("check", _check(check, types), f"{question.key}.{n}") for n, check in enumerate(question.checks)),
        *(block(name, {"formula": rule.formula}, question.key) for name, rule in formulas.items() if rule),
    ]


def _shown_when(rule: Rule | None, types: FieldTypes) -> list[Raw]:
    return [block("shown_when", _rule(rule, types), rule.formula)] if rule else []


def _check(check: Check, types: FieldTypes) -> Raw:
    return {**_rule(check.rule, types), **said("message", check.message)}


def _rule(rule: Rule, types: FieldTypes) -> Raw:
    found = rows_of(rule.formula, types)
    if found is None:
        return {"join": "and", "rows": [], "formula": rule.formula}
    rows, join = found
    return {"join": join, "rows": [list_item(_row(row)) for row in rows], "formula": ""}


def _row(row: Row) -> Raw:
    return {"field": row.field, "comparison": row.comparison, "value": row.value}
