"""Checking a workflow against what this portal has: published forms, effects, letters, other workflows."""

from django.db.models import OuterRef, Subquery
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext as _
from pydantic import ValidationError

from forms.models import FormVersion
from forms.problems import Problem, malformed
from forms.schema import FormSchema
from workflows.builder import schema_of
from workflows.check import check_workflow
from workflows.effects import registry
from workflows.models import Workflow
from workflows.schema import EffectCall, WorkflowSchema


def problems_of(workflow: Workflow) -> list[Problem]:
    """What keeps the workflow from being published as it stands in the editor."""
    try:
        schema = schema_of(workflow)
    except ValidationError as error:
        return malformed(error)
    return problems_of_schema(schema)


def problems_of_schema(schema: WorkflowSchema) -> list[Problem]:
    problems = check_workflow(schema, forms=published_forms(), effect_problem=effect_problem)
    published = Workflow.objects.filter(live=True).exclude(versions=None)
    if published.filter(opened_by=schema.opened_by).exclude(key=schema.key).exists():
        sentence = _("Another workflow is already opened by this form.")
        problems.append(Problem("opened_by", sentence, code="opened_twice"))
    return problems


def published_forms() -> dict[str, FormSchema]:
    """The current version of every form that has one."""
    newest = FormVersion.objects.filter(form=OuterRef("form")).order_by("-number").values("number")[:1]
    versions = FormVersion.objects.filter(number=Subquery(newest)).select_related("form").defer("form__steps")
    return {version.form.key: version.schema for version in versions.order_by("form__key")}


def effect_problem(call: EffectCall) -> str:
    """What is wrong with an effect, in words, or nothing."""
    if call.type not in registry:
        return _("There is no effect “%(type)s”.") % {"type": call.type}
    try:
        registry[call.type].settings(call.settings)
    except ValidationError as error:
        return "; ".join(map(str, malformed(error)))
    template = call.settings.get("template")
    if template and not _is_there(f"workflows/letters/{template}.html"):
        return _("There is no letter “%(key)s”.") % {"key": template}
    return ""


def _is_there(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True
