"""Several tasks of one kind finished at once from the inbox: each by itself, and what went and what did not is said."""

from collections.abc import Hashable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.refusal import Refused
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.choosing import find_chosen
from workflows.models import Task
from workflows.schema import Transition
from workflows.services import complete_task

MOST_AT_ONCE = 30


@dataclass(frozen=True)
class Result:
    """`why` it was not done, or will not be; empty when it was."""

    task: Task
    why: str | Promise = ""


@at_desk
@require_POST
def finish_several(request: DeskRequest) -> HttpResponse:
    """Without a `transition` it asks by which of the ways that they have in common; with one it takes that."""
    chosen = find_chosen(request, request.POST.getlist("task"), most=MOST_AT_ONCE).tasks
    tasks, left = _of_one_kind(chosen)
    if not tasks:
        sentence = _("Choose tasks of one kind that are finished without a form. Nothing was changed.")
        messages.error(request, sentence)
        return redirect("desk:inbox")
    ways = _ways(tasks[0])
    way = next((one for one in ways if one.key == request.POST.get("transition")), None)
    if way is None:
        context = {"tasks": tasks, "ways": ways, "type": tasks[0].type, "left": left}
        return render(request, "workflows/desk/several.html", context)
    results = [*(_finish(request, task, way) for task in tasks), *left]
    done = sum(not one.why for one in results)
    return render(request, "workflows/desk/several_done.html", {"results": results, "way": way, "done": done})


def _of_one_kind(chosen: list[Task]) -> tuple[list[Task], list[Result]]:
    """Those like the first that can be finished so, and why the others are left out."""
    against = [(task, _against(task)) for task in chosen]
    kind = next((_kind(task) for task, why in against if not why), None)
    other = _("This is another kind of step: finish it separately.")
    judged = [Result(task, why or ("" if _kind(task) == kind else other)) for task, why in against]
    return [one.task for one in judged if not one.why], [one for one in judged if one.why]


def _kind(task: Task) -> Hashable:
    """The same task in the same state of the same version of a workflow."""
    return task.case.version_id, task.case.state, task.key


def _against(task: Task) -> str:
    if task.state != Task.State.OPEN:
        return _("This is finished already, or no longer needed.")
    if task.supervises_id or not _ways(task):
        return _("This is finished on its own page.")
    return _("This is finished with a form.") if task.type.form else ""


def _ways(task: Task) -> list[Transition]:
    """Those that people take."""
    return task.case.version.schema.ways_of_people(task.case.state, task.key)


def _finish(request: DeskRequest, task: Task, way: Transition) -> Result:
    try:
        complete_task(task, way.key, by=request.post)
    except Refused as refusal:
        return Result(task, refusal.sentence)
    return Result(task)
