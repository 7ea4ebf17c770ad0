"""BPMN and SCXML in the admin: a file is shown as the workflow it would be, with what is lost, before it is taken."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from forms.versions.taking_in import TakeInScreen
from portal.directory.models import User
from portal.words import readers_language
from workflows.builder import save_definition, schema_of
from workflows.diagram import draw
from workflows.exchange.bpmn.outlining import Unwritable
from workflows.exchange.bpmn.writing import write
from workflows.exchange.findings import Finding
from workflows.exchange.reading import read
from workflows.exchange.safexml import MOST_BYTES
from workflows.exchange.wording import SEVERITIES
from workflows.models import Workflow
from workflows.preview import Preview
from workflows.publishable import problems_of_schema
from workflows.schema import WorkflowSchema

URLS = "wagtailsnippets_workflows_workflow"
MAY_CHANGE = f"{Workflow._meta.app_label}.change_workflow"


class ExchangeScreen(TakeInScreen[WorkflowSchema]):
    template_name = "workflows/admin/exchange.html"
    page_title = gettext_lazy("Take in from BPMN or SCXML")
    model, kind, urls = Workflow, WorkflowSchema, URLS
    listing = gettext_lazy("Workflows of cases")
    nothing = gettext_lazy("No workflow can be made of this file.")
    too_large = gettext_lazy("This workflow is too large. Make several of it.")
    locked = gettext_lazy("This workflow is locked. Take the file in as another workflow, or have it unlocked.")
    severities = SEVERITIES

    def read(self, file: "UploadedFile[Any]") -> tuple[WorkflowSchema | None, Sequence[Finding]]:
        imported = read(file.read(MOST_BYTES + 1), name=file.name or "workflow")
        return imported.schema, imported.findings

    def drawn(self, schema: WorkflowSchema) -> dict[str, Any]:
        return {"preview": Preview(problems_of_schema(schema), draw(schema, language=readers_language()))}

    def save(self, schema: WorkflowSchema, *, by: User) -> Workflow:
        return save_definition(schema, by=by)


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a BPMN file."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    workflow = get_object_or_404(Workflow, pk=pk)
    try:
        content = write(schema_of(workflow.get_latest_revision_as_object()))
    except Unwritable as half_made:
        return refused(request, str(half_made))
    except ValidationError:
        return refused(request, _("The draft is half made. Finish it in the editor first."))
    answer = HttpResponse(content, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{workflow.key}.bpmn"'
    return answer


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect(reverse(f"{URLS}:list"))
