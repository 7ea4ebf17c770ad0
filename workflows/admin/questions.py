"""The questions that a scenario may answer, by form, for the editor: chosen by their labels, answered as they are."""

from typing import Any

from django.utils.translation import gettext as _

from forms.compartments import is_clear
from forms.logic.types import ValueType, answer_types
from forms.models import FormVersion
from forms.schema import FormSchema, Question, Step, Table
from portal.words import spoken

KINDS = {ValueType.CHOICES: "choices", ValueType.YES_NO: "yes_no"}
# What else has an input of its own; everything else is typed.
INPUTS = {"date": "date", "integer": "integer"}


def askable() -> dict[str, Any]:
    """Of each form as it was published last, in the reader's language; what rules may not look at is left out."""
    newest: dict[str, FormSchema] = {}
    versions = FormVersion.objects.select_related("form").defer("form__steps", "definition")
    for version in versions.order_by("form", "-number"):
        if version.form.key not in newest:
            newest[version.form.key] = version.schema
    words = {"choose": _("Please choose"), "yes": _("Yes"), "no": _("No")}
    return {"words": words, "forms": {key: _questions(schema) for key, schema in newest.items()}}


def _questions(schema: FormSchema) -> list[dict[str, Any]]:
    return [_question(step, field) for step in schema.steps for field in step.fields() if is_clear(field)]


def _question(step: Step, field: Question | Table) -> dict[str, Any]:
    choices = [[one.key, spoken(one.label)] for one in field.choices] if isinstance(field, Question) else []
    kind = _kind(field, choices) if isinstance(field, Question) else "text"
    said = {"key": field.key, "label": spoken(field.label) or field.key, "step": spoken(step.title), "kind": kind}
    return {**said, "choices": choices}


def _kind(field: Question, choices: list[list[str]]) -> str:
    kind = KINDS.get(answer_types[field.type]) or INPUTS.get(field.type)
    if kind == "choices" and not choices:
        return "text"
    return kind or ("choice" if choices else "text")
