"""Everything that keeps a form from being published, each with its place and in plain words."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from forms import authortests, contexts, layouts
from forms.answering import holds_files
from forms.builder import group_schema_of, published_groups, schema_of
from forms.building.reading import RuleProblem
from forms.building.unfolding import groups_named, lists_named
from forms.fieldtypes.checking import check_fields, questions_at
from forms.logic.check import check_form
from forms.models import Form, OptionList, SharedGroup
from forms.numbering import pattern_problem
from forms.papernames import unknown_names
from forms.problems import Problem, malformed
from forms.records.checking import record_problems
from forms.schema import FormSchema, Group, SharedGroupSchema, Step, Table
from forms.sources import source_problems

Judge = Callable[[FormSchema], Iterable[Problem]]
_beyond: list[Judge] = []


def problems_of(form: Form) -> list[Problem]:
    """What an administrator has to put right before the form can be published."""
    try:
        schema = schema_of(form)
    except RuleProblem as problem:
        return [Problem(problem.key, problem.sentence)]
    except ValidationError as error:
        return malformed(error)
    return [*problems_in(schema), *problems_around(schema)]


def problems_of_group(group: SharedGroup) -> list[Problem]:
    """The same for a shared group: its rules may name only what is in it."""
    try:
        return list(_of_itself(alone(group_schema_of(group))))
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
    problems = list(_of_itself(schema))
    # What cannot be read cannot be tried.
    return problems or [
        *_of_contexts(schema),
        *_of_tests(authortests.run(schema, timezone.now()) if results is None else results),
    ]


def judge_beyond(judge: Judge) -> Judge:
    """Have a floor above say what it has against publishing a form."""
    _beyond.append(judge)
    return judge


def problems_around(schema: FormSchema) -> list[Problem]:
    """What keeps a form that is data already out of this portal: what it shares is gone, others need it otherwise."""
    return [*_of_shared(schema), *(problem for judge in _beyond for problem in judge(schema))]


def _of_shared(schema: FormSchema) -> Iterator[Problem]:
    lists = lists_named(schema)
    lists = lists.difference(OptionList.objects.filter(key__in=lists).values_list("key", flat=True)) if lists else lists
    for place, question in questions_at(schema):
        if question.option_list in lists:
            sentence = _("The option list “%(key)s” is gone: choose another, or none to keep its options.")
            yield Problem(place, sentence % {"key": question.option_list}, "option_list")
    known = published_groups(groups_named(schema))
    for group in (part for step in schema.steps for part in step.parts() if isinstance(part, Group)):
        if group.shared and group.shared not in known:
            sentence = _("The shared group “%(key)s” is gone: choose another, or none to keep its fields.")
            yield Problem(group.key, sentence % {"key": group.shared}, "shared")


def _of_itself(schema: FormSchema) -> Iterator[Problem]:
    yield from _of_form(schema)
    yield from check_fields(schema)
    yield from _of_tables(schema)
    yield from source_problems(schema)
    yield from record_problems(schema)
    yield from check_form(schema, context=contexts.names())


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
    else:
        yield from _of_sheet(schema)


def _of_sheet(schema: FormSchema) -> Iterator[Problem]:
    sheet = layouts.registry[schema.layout]
    named = dict.fromkeys(name for template in (sheet.blank, sheet.filled) for name in unknown_names(template, schema))
    for name in named:
        sentence = _("The sheet “%(sheet)s” prints “%(key)s”, which the form does not ask.")
        yield Problem("", sentence % {"sheet": sheet.title, "key": name}, "layout")


def _of_tables(schema: FormSchema) -> Iterator[Problem]:
    for table in schema.fields():
        if not isinstance(table, Table):
            continue
        for column in table.columns:
            if holds_files(column):
                yield Problem(f"{table.key}.{column.key}", _("A table cannot hold files; put the files below it."))


def _of_contexts(schema: FormSchema) -> Iterator[Problem]:
    """What tests say is known beside the form must be something that rules may name."""
    known = contexts.names()
    for number, test in enumerate(schema.tests):
        for name in _unknown(test.context, known):
            sentence = _("Test “%(title)s”: nothing beside the form is called “%(name)s”.")
            yield Problem("", sentence % {"title": test.title, "name": name}, f"tests.{number}", code="test")


def _unknown(given: Mapping[str, Any], known: Collection[str], before: str = "") -> Iterator[str]:
    for key, value in given.items():
        name = f"{before}{key}"
        if name in known:
            continue
        if isinstance(value, dict) and value:
            yield from _unknown(value, known, f"{name}.")
        else:
            yield name


def _of_tests(results: Iterable[authortests.TestResult]) -> Iterator[Problem]:
    for result in results:
        for failure in result.failures:
            sentence = _("Test “%(title)s”: %(failure)s") % {"title": result.test.title, "failure": failure}
            yield Problem("", sentence, f"tests.{result.number}", code="test")
