"""The diagram as a file: an SVG that needs nothing beside it, to be printed or put into a document."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from pydantic import ValidationError

from portal.words import readers_language, say
from workflows.admin.exchange import MAY_CHANGE, refused
from workflows.builder import schema_of
from workflows.diagram import draw
from workflows.models import Workflow
from workflows.schema import WorkflowSchema

SHEET = "workflows/diagram.css"
_GIVEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_NAMED = re.compile(r"var\((--[\w-]+)\)")


def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it was last saved."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    workflow = get_object_or_404(Workflow, pk=pk)
    try:
        content = svg_of(schema_of(workflow.get_latest_revision_as_object()))
    except ValidationError:
        return refused(request, _("The draft is half made. Finish it in the editor first."))
    answer = HttpResponse(content, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{workflow.key}.svg"'
    return answer


def svg_of(schema: WorkflowSchema) -> str:
    """In the reader's language."""
    diagram = draw(schema, language=readers_language())
    context = {"diagram": diagram, "name": say(schema.title, readers_language()), "styles": _styles()}
    return render_to_string("workflows/diagram.svg", context)


@cache
def _styles() -> str:
    """The sheet of the page, with its variables put in: programs that draw have no such thing."""
    found = finders.find(SHEET)
    sheet = Path(str(found)).read_text(encoding="utf-8")
    given = dict(_GIVEN.findall(sheet))
    return _NAMED.sub(lambda named: given[named[1]], sheet)
