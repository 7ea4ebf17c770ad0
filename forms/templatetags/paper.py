"""Single answers by their key, for layouts that say them in sentences of their own."""

from typing import Any

from django import template
from django.template import Context

from forms.fieldtypes import registry
from forms.printing.filled import drawing_of
from forms.schema import FormSchema, Question, Table

register = template.Library()


@register.simple_tag(takes_context=True)
def answered(context: Context, key: str) -> str:
    """The answer as people read it; "" when there is none, or whoever prints may not read it."""
    form: FormSchema = context["form"]
    question = form.field(key)
    return _shown(question, context["answers"].get(key), context["language"]) if isinstance(question, Question) else ""


@register.simple_tag(takes_context=True)
def answered_rows(context: Context, key: str) -> list[dict[str, str]]:
    """The rows of a table, each its cells as people read them, by column key."""
    form: FormSchema = context["form"]
    table = form.field(key)
    columns = table.columns if isinstance(table, Table) else ()
    return [
        {column.key: _shown(column, row.get(column.key), context["language"]) for column in columns}
        for row in context["answers"].get(key, [])
    ]


@register.simple_tag(takes_context=True)
def drawn(context: Context, key: str) -> str:
    """A signature as a picture; "" for one that was typed."""
    return drawing_of(context["answers"].get(key))


def _shown(question: Question, answer: Any, language: str) -> str:
    return "" if answer is None else registry[question.type].display(answer, question, language)
