"""A workflow that is still being built, walked with sample answers and an invented clock, and leaving no trace.

What was done so far travels in the page itself as a scenario, and each look at the page does all of it again: no case
is made, nobody is told, nothing is logged. Only what the author keeps becomes a scenario of the draft.
"""

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from pydantic import ValidationError

from portal.directory.models import User
from workflows.admin.exchange import MAY_CHANGE, URLS
from workflows.admin.rehearsal import GO, SCRIPT, Trial, carried
from workflows.builder import save_definition, schema_of
from workflows.engine import NotPossible
from workflows.models import Workflow
from workflows.preview import NOT_OF_ITSELF
from workflows.publishable import problems_of_schema
from workflows.rehearsing.recording import recorded

LONGEST_TITLE = 200


def try_out(request: HttpRequest, pk: str) -> HttpResponse:
    """The workflow as it was last saved. Each POST is one button of the page; a GET begins anew."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    workflow = get_object_or_404(Workflow, pk=unquote(pk)).get_latest_revision_as_object()
    if request.POST.get(GO) == "keep" and (answer := _keep(request, workflow)):
        return answer
    context: dict[str, Any] = {"workflow": workflow, "edit_url": reverse(f"{URLS}:edit", args=[workflow.pk])}
    response = TemplateResponse(request, "workflows/admin/try.html", context | _page(workflow, request.POST))
    patch_cache_control(response, no_store=True, private=True)
    return response


def _keep(request: HttpRequest, workflow: Workflow) -> HttpResponse | None:
    """What was walked, as one more scenario of the draft; None, with what is in the way said, when it cannot be."""
    walked, title = carried(request.POST.get(SCRIPT, "")), request.POST.get("title", "").strip()
    lock = workflow.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, _("This workflow is locked by somebody. Ask them to unlock it."))
        return None
    if walked is None or not title:
        messages.error(request, _("Say in a few words what the scenario shows."))
        return None
    try:
        schema = schema_of(workflow)
        scenario = recorded(schema, walked, title=title[:LONGEST_TITLE])
    except (ValidationError, NotPossible, KeyError):
        messages.error(request, _("The workflow was changed meanwhile: walk it again."))
        return None
    schema = schema.model_copy(update={"scenarios": (*schema.scenarios, scenario)})
    save_definition(schema, by=cast(User, request.user))
    messages.success(request, _("“%(title)s” is kept with the scenarios of the draft.") % {"title": title})
    return redirect(reverse(f"{URLS}:edit", args=[workflow.pk]))


def _page(workflow: Workflow, sent: QueryDict) -> dict[str, Any]:
    try:
        schema = schema_of(workflow)
    except ValidationError:
        return {"problems": [_("The draft is half made. Finish it in the editor first.")]}
    # A workflow whose own scenarios fail is walked to find out why.
    problems = [problem for problem in problems_of_schema(schema) if problem.code not in NOT_OF_ITSELF]
    return {"problems": problems} if problems else Trial(schema, sent).context
