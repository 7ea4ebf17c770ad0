"""BPMN and SCXML in the admin: a file is shown as the workflow it would be, with what is lost, before it is taken."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from forms.admin import carrying
from forms.keys import key_from
from portal.directory.admin.pages import Screen
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
MOST_SHOWN = 500
MAY_ADD, MAY_CHANGE = (f"{Workflow._meta.app_label}.{verb}_workflow" for verb in ("add", "change"))


class ExchangeScreen(Screen):
    template_name = "workflows/admin/exchange.html"
    page_title = gettext_lazy("Take in from BPMN or SCXML")
    header_icon = "upload"

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_ADD)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(f"{URLS}:list"), "label": _("Workflows of cases")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.take() if "packed" in request.POST else self.look()

    def look(self) -> HttpResponse:
        file = self.request.FILES.get("file")
        if file is None:
            return self.page(problem=_("Choose a file first."))
        imported = read(file.read(MOST_BYTES + 1), name=file.name or "workflow")
        if imported.schema is None:
            return self.page(problem=_("No workflow can be made of this file."), **_listed(imported.findings))
        return self.show(imported.schema, imported.findings)

    def show(self, schema: WorkflowSchema, findings: tuple[Finding, ...] = (), **words: Any) -> HttpResponse:
        packed = carrying.pack(schema, user_id=self.user_id)
        if len(packed) > carrying.MOST_CARRIED:
            return self.page(problem=_("This workflow is too large. Make several of it."))
        there = Workflow.objects.filter(key=schema.key).first()
        return self.page(
            schema=schema,
            preview=Preview(problems_of_schema(schema), draw(schema, language=readers_language())),
            packed=packed,
            there=there,
            may_replace=there is not None and self.request.user.has_perm(MAY_CHANGE),
            **_listed(findings),
            **words,
        )

    def take(self) -> HttpResponse:
        schema = carrying.unpack(WorkflowSchema, self.request.POST["packed"], user_id=self.user_id)
        if schema is None:
            return self.page(problem=_("This page was open for too long. Choose the file again."))
        if self.request.POST.get("into") != "replace":
            schema = _as_another(schema)
        elif problem := self.obstacle(schema):
            return self.show(schema, problem=problem)
        workflow = save_definition(schema, by=cast(User, self.request.user))
        messages.success(self.request, _("“%(title)s” is a draft now. Look through it.") % {"title": workflow.title})
        return redirect(reverse(f"{URLS}:edit", args=[workflow.pk]))

    def obstacle(self, schema: WorkflowSchema) -> str:
        """Why the draft that is there cannot be replaced by this person now."""
        if not self.request.user.has_perm(MAY_CHANGE):
            raise PermissionDenied
        there = Workflow.objects.filter(key=schema.key).first()
        lock = there.get_lock() if there else None
        if lock and lock.for_user(self.request.user):
            return _("This workflow is locked. Take the file in as another workflow, or have it unlocked.")
        return ""

    @property
    def user_id(self) -> int:
        return int(self.request.user.pk or 0)


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a BPMN file."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    workflow = get_object_or_404(Workflow, pk=pk)
    try:
        content = write(schema_of(workflow.get_latest_revision_as_object()))
    except Unwritable as half_made:
        return _refused(request, str(half_made))
    except ValidationError:
        return _refused(request, _("The draft is half made. Finish it in the editor first."))
    answer = HttpResponse(content, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{workflow.key}.bpmn"'
    return answer


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect(reverse(f"{URLS}:list"))


def _as_another(schema: WorkflowSchema) -> WorkflowSchema:
    """Under a key of its own."""
    taken = set(Workflow.objects.values_list("key", flat=True))
    return schema.model_copy(update={"key": key_from(schema.key, taken)}) if schema.key in taken else schema


def _listed(findings: tuple[Finding, ...]) -> dict[str, Any]:
    shown = [{"found": finding, "severity": SEVERITIES[finding.severity]} for finding in findings[:MOST_SHOWN]]
    return {"findings": shown, "more": max(len(findings) - MOST_SHOWN, 0), "looked": True}
