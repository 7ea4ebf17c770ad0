"""What other published forms, letters and workflows need of a form: said before it is published without it."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from forms import contexts
from forms.logic.check import check_form
from forms.problems import Problem
from forms.schema import FormSchema
from forms.sources import source_problems
from portal.words import spoken
from workflows.check import check_workflow
from workflows.letters.check import check_letter
from workflows.letters.publishing import published_letters
from workflows.letters.schema import LetterSchema
from workflows.models import Case, WorkflowVersion
from workflows.models.definition import versions_in_use
from workflows.obligations.check import check_obligation
from workflows.obligations.publishing import in_force
from workflows.obligations.schema import ObligationSchema
from workflows.publishable import form_problem, letter_problems, printed_by, published_forms, published_workflows
from workflows.schema import WorkflowSchema

Forms = Mapping[str, FormSchema]


def broken_by(form: FormSchema) -> list[Problem]:
    """What would not hold any more in others once this form is published. Of a pack, its own check says it."""
    return [] if contexts.forms_beside() else list(broken_in_others([form]))


def broken_in_others(
    forms: Iterable[FormSchema], *, workflows: Collection[str] = (), letters: Collection[str] = ()
) -> Iterator[Problem]:
    """The same for several forms that are published together; these `workflows` and `letters` are replaced, too.

    What is wrong in others already is not said again.
    """
    new = {form.key: form for form in forms}
    if not any(_offers(old) ^ _offers(new[key]) for key, old in published_forms(only=new).items()):
        return
    before = published_forms()
    after = {**before, **new}
    for workflow in published_workflows():
        if workflow.key not in workflows:
            yield from _said(workflow, _of_workflow(workflow, before), _of_workflow(workflow, after))
    for letter in published_letters():
        if letter.key not in letters:
            yield from _said(letter, check_letter(letter, forms=before), check_letter(letter, forms=after))
    for one in in_force():
        old, later = (check_obligation(one.schema, forms=known) for known in (before, after))
        yield from _said(one.schema, old, later)
    for key, form in before.items():
        if key not in new and _asks_the_case(form):
            yield from _said(form, _of_form(form, ()), _of_form(form, new.values()))


def printing(letter: str) -> list[str]:
    """What the workflows are called whose cases print that letter: as they are published, or as cases still run."""
    still_run = Exists(Case.objects.filter(version=OuterRef("pk"), closed_at=None))
    versions = [*versions_in_use(), *WorkflowVersion.objects.filter(still_run)]
    found = {spoken(version.schema.title) for version in versions if letter in printed_by(version.schema)}
    return sorted(found)


def _offers(form: FormSchema) -> set[str]:
    """All that others may lean on or have to answer: fields with their kinds, options and protection, and sections."""
    return {field.model_dump_json() for field in (*form.fields(), *form.sections)}


def _of_workflow(workflow: WorkflowSchema, forms: Forms) -> list[Problem]:
    found = check_workflow(workflow, forms=forms, effect_problem=form_problem)
    return [*found, *letter_problems(workflow, forms)]


def _asks_the_case(form: FormSchema) -> bool:
    return "case." in form.model_dump_json(exclude_defaults=True)


def _of_form(form: FormSchema, beside: Iterable[FormSchema]) -> list[Problem]:
    with contexts.beside(beside):
        return [*check_form(form, context=contexts.names()), *source_problems(form)]


def _said(
    other: FormSchema | LetterSchema | WorkflowSchema | ObligationSchema, before: list[Problem], after: list[Problem]
) -> Iterator[Problem]:
    sentence = _("The workflow “%(title)s” needs what this version takes away: %(problem)s")
    if isinstance(other, FormSchema):
        sentence = _("The form “%(title)s” needs what this version takes away: %(problem)s")
    elif isinstance(other, LetterSchema):
        sentence = _("The letter “%(title)s” needs what this version takes away: %(problem)s")
    elif isinstance(other, ObligationSchema):
        sentence = _("The obligation “%(title)s” needs what this version takes away: %(problem)s")
    known = set(map(str, before))
    for problem in after:
        if str(problem) not in known:
            yield Problem("", sentence % {"title": spoken(other.title), "problem": problem}, code="needed_elsewhere")
