"""Several tasks of one kind finished at once from the inbox: each by itself, and what went and what did not is said."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.refusal import Refused
from workflows.desk.access import DeskRequest, at_desk, find_task
from workflows.models import Task
from workflows.schema import Transition
from workflows.services import complete_task

MOST_AT_ONCE = 30


@dataclass(frozen=True)
class Result:
    """`why` it was not done; empty when it was."""

    task: Task
    why: str | Promise = ""


@at_desk
@require_POST
def finish_several(request: DeskRequest) -> HttpResponse:
    """Without a `transition` it asks by which of the ways that they have in common; with one it takes that."""
    tasks = [find_task(request, _key(key)) for key in request.POST.getlist("task")[:MOST_AT_ONCE]]
    ways = _common(tasks)
    if not ways:
        sentence = _("Choose tasks of one kind that are finished without a form. Nothing was changed.")
        messages.error(request, sentence)
        return redirect("desk:inbox")
    way = next((one for one in ways if one.key == request.POST.get("transition")), None)
    if way is None:
        return render(request, "workflows/desk/several.html", {"tasks": tasks, "ways": ways, "type": tasks[0].type})
    results = [_finish(request, task, way) for task in tasks]
    done = sum(not one.why for one in results)
    return render(request, "workflows/desk/several_done.html", {"results": results, "way": way, "done": done})


def _common(tasks: list[Task]) -> list[Transition]:
    """The ways of people that all of them have: the same task of the same version of a workflow, without a form."""
    kinds = {(task.case.version_id, task.case.state, task.key, task.supervises_id is None) for task in tasks}
    if len(kinds) != 1 or tasks[0].supervises_id or tasks[0].type.form:
        return []
    return tasks[0].case.version.schema.ways_of_people(tasks[0].case.state, tasks[0].key)


def _finish(request: DeskRequest, task: Task, way: Transition) -> Result:
    try:
        complete_task(task, way.key, by=request.post)
    except Refused as refusal:
        return Result(task, refusal.sentence)
    return Result(task)


def _key(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise Http404 from None
