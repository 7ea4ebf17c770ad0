"""Everything that is wrong with a form's fields; forms.logic.check looks after their formulas."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.registry import registry
from forms.problems import Problem
from forms.schema import FormSchema, Question, Table


def check_fields(schema: FormSchema) -> list[Problem]:
    """Unknown kinds, wrong settings, missing options, and a place that is no place."""
    problems = [problem for place, question in questions_at(schema) for problem in _of(place, question)]
    return [*problems, *_place(schema)]


def questions_at(schema: FormSchema) -> Iterator[tuple[str, Question]]:
    """Every question with its place, a column as table.column."""
    for field in schema.fields():
        if isinstance(field, Table):
            yield from ((f"{field.key}.{column.key}", column) for column in field.columns)
        else:
            yield field.key, field


def _of(place: str, question: Question) -> Iterator[Problem]:
    if question.type not in registry:
        yield Problem(place, _("There is no kind of field “%(type)s”.") % {"type": question.type}, "type")
        return
    for problem in registry[question.type].schema_problems(question):
        yield replace(problem, place=place)


def _place(schema: FormSchema) -> Iterator[Problem]:
    if schema.place is None:
        return
    place = next((field for field in schema.fields() if field.key == schema.place), None)
    if not isinstance(place, Question) or place.type != "area":
        yield Problem(schema.place, _("The place of a form must be one of its fields, of the kind “area”."), "place")
