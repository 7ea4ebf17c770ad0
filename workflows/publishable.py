"""Everything that keeps a workflow from being published here: workflows.check, asked with what this portal has."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from pydantic import ValidationError

from forms.models import FormVersion
from forms.problems import Problem, malformed
from forms.schema import FormSchema
from workflows.builder import schema_of
from workflows.check import check_workflow
from workflows.check.parts import effects_of
from workflows.check.starting import circle_problems, started_by
from workflows.effects import registry
from workflows.letters.check import too_much
from workflows.letters.publishing import published_letter
from workflows.models import Workflow
from workflows.models.definition import versions_in_use
from workflows.rehearsing.trials import ScenarioResult, play
from workflows.schema import EffectCall, WorkflowSchema


def problems_of(workflow: Workflow) -> list[Problem]:
    """What keeps the workflow from being published as it stands in the editor."""
    try:
        schema = schema_of(workflow)
    except ValidationError as error:
        return malformed(error)
    return problems_of_schema(schema)


def problems_of_schema(schema: WorkflowSchema) -> list[Problem]:
    """The same for a workflow that is data already."""
    problems = problems_in(schema)
    published = Workflow.objects.filter(live=True).exclude(versions=None)
    if published.filter(opened_by=schema.opened_by).exclude(key=schema.key).exists():
        sentence = _("Another workflow is already opened by this form.")
        problems.append(Problem("opened_by", sentence, code="opened_twice"))
    return problems


def problems_in(schema: WorkflowSchema, *, beside: Iterable[FormSchema] = ()) -> list[Problem]:
    """What is wrong with the workflow itself; forms `beside` it, for example in its pack, count as published."""
    known = {**published_forms(), **{form.key: form for form in beside}}
    problems = check_workflow(schema, forms=known, effect_problem=_effect_problem)
    problems += circle_problems(schema, _started(without=schema.key)) if started_by(schema) else []
    problems += letter_problems(schema, known)
    # What does not fit together cannot be played.
    return problems or _of_scenarios(played(schema))


def published_workflows() -> list[WorkflowSchema]:
    """The current version of every workflow that is in use."""
    return [version.schema for version in versions_in_use()]


def _started(*, without: str) -> dict[str, set[str]]:
    """By published workflow, which others it starts."""
    return {other.key: started_by(other) for other in published_workflows() if other.key != without}


def letter_problems(schema: WorkflowSchema, forms: Mapping[str, FormSchema]) -> Iterator[Problem]:
    """What its letters show to offices that may not read it in this workflow."""
    for letter in filter(None, map(published_letter, sorted(printed_by(schema)))):
        if letter.form in forms:
            yield from too_much(letter, forms[letter.form], schema)


def printed_by(schema: WorkflowSchema) -> set[str]:
    """The keys of its letters."""
    return {str(call.settings.get("template")) for _place, call in effects_of(schema) if call.type == "pdf"}


def played(schema: WorkflowSchema) -> list[ScenarioResult]:
    """How the author's scenarios come out. Its parts fit together."""
    return play(schema, effects=called)


def called(kind: str) -> str:
    """What a kind of effect is called."""
    return str(registry[kind].title) if kind in registry else kind


def _of_scenarios(results: Iterable[ScenarioResult]) -> list[Problem]:
    sentence = _("Scenario “%(title)s”: %(failure)s")
    return [
        Problem("", sentence % {"title": result.scenario.title, "failure": failure}, code="scenario")
        for result in results
        for failure in result.failures
    ]


def published_forms(*, only: Collection[str] | None = None) -> dict[str, FormSchema]:
    """The current version of every form that has one, or of `only` these, by key."""
    newest = FormVersion.objects.filter(form=OuterRef("form")).order_by("-number").values("number")[:1]
    versions = FormVersion.objects.filter(number=Subquery(newest)).select_related("form").defer("form__steps")
    if only is not None:
        versions = versions.filter(form__key__in=only)
    return {version.form.key: version.schema for version in versions.order_by("form__key")}


def _effect_problem(call: EffectCall, forms: Mapping[str, FormSchema]) -> str:
    """What is wrong with an effect, in words, or nothing."""
    if call.type not in registry:
        return _("There is no effect “%(type)s”.") % {"type": call.type}
    try:
        registry[call.type].settings(call.settings)
    except ValidationError as error:
        return "; ".join(map(str, malformed(error)))
    late = registry[call.type].problem_later(call.later) if call.later else ""
    return late or form_problem(call, forms)


def form_problem(call: EffectCall, forms: Mapping[str, FormSchema]) -> str:
    """What an effect needs of forms and does not find there, in words, or nothing."""
    if call.type not in registry:
        return ""
    return registry[call.type].problem(call.settings, forms)
