"""How a workflow looks while it is edited: its picture and what keeps it from being published."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from pydantic import ValidationError

from forms.problems import Problem
from workflows.builder import schema_of
from workflows.diagram import Diagram, draw
from workflows.models import Workflow
from workflows.publishable import played, problems_of, problems_of_schema
from workflows.rehearsing.trials import ScenarioResult


def preview(request: HttpRequest, workflow: Workflow, mode: str) -> HttpResponse:
    shown = preview_of(workflow)
    context = {"object": workflow, "problems": shown.problems, "diagram": shown.diagram}
    return TemplateResponse(request, "workflows/admin/preview.html", context)


# What is wrong only with what is said around the workflow: it can be walked all the same.
NOT_OF_ITSELF = ("scenario", "opened_twice")


@dataclass(frozen=True)
class Preview:
    problems: list[Problem]
    # None while too little is known to draw anything.
    diagram: Diagram | None = None


def preview_of(workflow: Workflow) -> Preview:
    try:
        schema = schema_of(workflow)
    except ValidationError:
        return Preview(problems_of(workflow))
    diagram = draw(schema, language=get_language() or "") if schema.states else None
    return Preview(problems_of_schema(schema), diagram)


def scenarios_of(workflow: Workflow) -> list[ScenarioResult] | None:
    """How the author's scenarios come out; None while the workflow cannot be walked."""
    try:
        schema = schema_of(workflow)
    except ValidationError:
        return None
    if any(problem.code not in NOT_OF_ITSELF for problem in problems_of_schema(schema)):
        return None
    return played(schema)
