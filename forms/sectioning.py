"""Which steps and answers of a form belong to which of its sections."""

from collections.abc import Mapping
from typing import Any

from forms.schema import FormSchema, Question, Step, Table


def section_of(schema: FormSchema, step: Step) -> str:
    """The section a step belongs to; a step that names none is the first one's."""
    return step.section or (schema.sections[0].key if schema.sections else "")


def steps_of(schema: FormSchema, section: str) -> list[Step]:
    return [step for step in schema.steps if section_of(schema, step) == section]


def fields_of(schema: FormSchema, section: str) -> list[Question | Table]:
    return [field for step in steps_of(schema, section) for field in step.fields()]


def section_with(schema: FormSchema, field_key: str) -> str:
    """The section that asks for the field; "" when none does."""
    found = (section_of(schema, step) for step in schema.steps if any(one.key == field_key for one in step.fields()))
    return next(found, "")


def given_in(schema: FormSchema, section: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What people answered in the section. Computed values are left out: they may change by themselves, as ages do."""
    found: dict[str, Any] = {}
    for field in fields_of(schema, section):
        if field.key not in answers or (isinstance(field, Question) and field.computed):
            continue
        found[field.key] = answers[field.key]
        if isinstance(field, Table):
            typed = {column.key for column in field.columns if not column.computed}
            found[field.key] = [{key: row[key] for key in row if key in typed} for row in answers[field.key]]
    return found
