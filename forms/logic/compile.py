"""Filling in the trees of all rules, as publishing does."""

from typing import Any

from forms.logic.parse import parse
from forms.logic.plan import FILTER
from forms.schema import Check, FormSchema, Part, Rule


def compile_rules(schema: FormSchema) -> FormSchema:
    """The same form with every rule's tree parsed afresh. Raises ExpressionError for the first bad formula."""
    compiled: FormSchema = _compiled(schema)
    return compiled


def _compiled(part: Any, name: str = "") -> Any:
    if isinstance(part, Rule):
        return Rule(formula=part.formula, tree=parse(part.formula, of_choices=name == FILTER))
    if isinstance(part, tuple):
        return tuple(_compiled(one) for one in part)
    if isinstance(part, Part | Check):
        changed = {
            name: new
            for name in type(part).model_fields
            if isinstance(old := getattr(part, name), Part | tuple) and (new := _compiled(old, name)) is not old
        }
        return part.model_copy(update=changed) if changed else part
    return part
