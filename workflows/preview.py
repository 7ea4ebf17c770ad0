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
from workflows.publishable import problems_of, problems_of_schema


def preview(request: HttpRequest, workflow: Workflow, mode: str) -> HttpResponse:
    context = {"object": workflow, "preview": preview_of(workflow)}
    return TemplateResponse(request, "workflows/admin/preview.html", context)


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
