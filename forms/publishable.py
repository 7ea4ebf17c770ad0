"""Everything that keeps a form from being published, each with its place and in plain words."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from forms import authortests, contexts, layouts
from forms.answering import holds_files
from forms.builder import group_schema_of, schema_of
from forms.building.reading import RuleProblem
from forms.fieldtypes.checking import check_fields
from forms.logic.check import check_form
from forms.models import Form, SharedGroup
from forms.numbering import pattern_problem
from forms.problems import Problem, malformed
from forms.schema import FormSchema, Group, SharedGroupSchema, Step, Table


def problems_of(form: Form) -> list[Problem]:
    """What an administrator has to put right before the form can be published."""
    try:
        schema = schema_of(form)
    except RuleProblem as problem:
        return [Problem(problem.key, problem.sentence)]
    except ValidationError as error:
        return malformed(error)
    return problems_in(schema)


def problems_of_group(group: SharedGroup) -> list[Problem]:
    """The same for a shared group: its rules may name only what is in it."""
    try:
        schema = group_schema_of(group)
        return problems_in(alone(schema))
    except RuleProblem as problem:
        return [Problem(problem.key, problem.sentence)]
    except ValidationError as error:
        return malformed(error)


def alone(group: SharedGroupSchema) -> FormSchema:
    """A form that asks the group and nothing else."""
    whole = Group(key="the_group", label=group.title, hint=group.hint, items=group.items)
    return FormSchema(
        key=group.key, title=group.title, steps=(Step(key="the_step", title=group.title, items=(whole,)),)
    )


def problems_in(schema: FormSchema, *, results: Iterable[authortests.TestResult] | None = None) -> list[Problem]:
    """The same for a form that is data already, for example from a pack; `results` when its tests were run just now."""
    formulas = check_form(schema, context=contexts.names())
    problems = [*_of_form(schema), *check_fields(schema), *_of_tables(schema), *formulas]
    # What cannot be read cannot be tried.
    return problems or list(_of_tests(authortests.run(schema, timezone.now()) if results is None else results))


def _of_form(schema: FormSchema) -> Iterator[Problem]:
    sections = {section.key for section in schema.sections}
    for step in schema.steps:
        if step.section and step.section not in sections:
            yield Problem(step.key, _("There is no section “%(key)s”.") % {"key": step.section})
    if not any(step.items for step in schema.steps):
        yield Problem("", _("The form asks nothing yet: add a step with a field."))
    if sentence := pattern_problem(schema.numbering):
        yield Problem("", sentence, "numbering")
    if schema.layout not in layouts.registry:
        yield Problem("", _("This portal has no sheet “%(key)s” to print on.") % {"key": schema.layout}, "layout")


def _of_tables(schema: FormSchema) -> Iterator[Problem]:
    for table in schema.fields():
        if not isinstance(table, Table):
            continue
        for column in table.columns:
            if holds_files(column):
                yield Problem(f"{table.key}.{column.key}", _("A table cannot hold files; put the files below it."))


def _of_tests(results: Iterable[authortests.TestResult]) -> Iterator[Problem]:
    for result in results:
        for failure in result.failures:
            sentence = _("Test “%(title)s”: %(failure)s") % {"title": result.test.title, "failure": failure}
            yield Problem("", sentence, f"tests.{result.number}", code="test")
