"""A form as the people who fill it in will see it: all steps on one page, its rules alive."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from forms.builder import group_schema_of, schema_of
from forms.logic.formstate import evaluate_form
from forms.models import Form, SharedGroup
from forms.publishable import alone, problems_of, problems_of_group
from forms.schema import FormSchema
from forms.wizard.live import live_data
from forms.wizard.stepform import StepForm


def preview(request: HttpRequest, form: Form, mode: str) -> HttpResponse:
    """The form as it stands in the editor; what keeps it from being published is said in place of it."""
    problems = problems_of(form)
    context: dict[str, Any] = {"form_title": form, "problems": problems}
    if form.pk:
        context["try_url"] = reverse(form.snippet_viewset.get_url_name("try"), args=[form.pk])
    if all(problem.code == "test" for problem in problems):
        context |= _drawn(schema_of(form))
    return TemplateResponse(request, "forms/preview.html", context)


def preview_group(request: HttpRequest, group: SharedGroup, mode: str) -> HttpResponse:
    """A shared group, in a form that asks nothing else."""
    problems = problems_of_group(group)
    context: dict[str, Any] = {"form_title": group, "problems": problems}
    if not problems:
        context |= _drawn(alone(group_schema_of(group)))
    return TemplateResponse(request, "forms/preview.html", context)


def _drawn(schema: FormSchema) -> dict[str, Any]:
    state = evaluate_form(schema, {}, now=timezone.now())
    steps = [
        (step, state.shown[step.key], StepForm(step=step, state=state, stored={}).parts(checked=False))
        for step in schema.steps
    ]
    return {"schema": schema, "steps": steps, "live": {**live_data(schema, state), "fresh": True}}
