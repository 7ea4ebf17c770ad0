"""One task: what to do, until when, why it is ours, and the ways it can be finished."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forms.models import Draft, Form, FormVersion
from forms.services import hand_on, is_begun, start_draft
from portal.access.refusal import Refused
from portal.directory.models import Organisation, Post
from workflows.desk.access import DeskRequest, at_desk, find_task
from workflows.desk.duewords import due_words
from workflows.desk.inbox import standing_for
from workflows.desk.papers import handed_in
from workflows.desk.places import place_name
from workflows.desk.reasons import why_mine
from workflows.desk.remarks import remarks_on
from workflows.desk.summary import summary
from workflows.desk.ways import ways_of, ways_of_clock, ways_of_people
from workflows.models import Task
from workflows.policies import may, relations_of, somebody_can
from workflows.prefill import initial_answers
from workflows.schema import Transition
from workflows.services import (
    accept_task,
    complete_task,
    draft_of_sections,
    finish_supervision,
    occasion_of,
    pass_up_vacant,
    route_task,
    start_sections,
)

# In the place of a transition, for a task that moves nothing; no key looks like this.
SEEN_TO = "seen-to"
# The same for one that nobody in the organisation can do.
UPWARD = "pass-up"


@at_desk
def task_page(request: DeskRequest, task_id: UUID) -> HttpResponse:
    task = find_task(request, task_id)
    is_open = task.state == Task.State.OPEN
    context = {
        "task": task,
        "type": task.type,
        "is_open": is_open,
        "mine": task.assignee_id == request.post.pk,
        "standing_for": standing_for(request.post, task),
        "accept": may(request.post, "accept", task),
        "complete": may(request.post, "complete", task),
        "route": _organisations(task) if is_open and may(request.post, "route", task).allowed else None,
        "vacant": is_open and _is_vacant(task),
        "ways": ways_of(task) if is_open else [],
        "by_itself": ways_of_clock(task) if is_open else [],
        "draft": draft_of(task, request) if task.type.form and (is_open or task.type.section) else None,
        "remarks": remarks_on([task]).get(task.pk, []) if is_open else [],
        "facts": summary(task.case, request.post),
        "deadline": due_words(task),
        "may_change_deadline": is_open and any(may(request.post, what, task).allowed for what in ("pause", "extend")),
        "why": why_mine(task, place_name(task.case.area_code)),
        "is_party": bool(relations_of(request.post, task.case)),
        "papers": handed_in(task.case, request.post),
    }
    return render(request, "workflows/desk/task.html", context)


@at_desk
@require_POST
def accept(request: DeskRequest, task_id: UUID) -> HttpResponse:
    task = find_task(request, task_id)
    with_message(request, lambda: accept_task(task, by=request.post), _("This task is now yours."))
    return redirect("desk:task", task_id)


@at_desk
def step(request: DeskRequest, task_id: UUID, transition: str) -> HttpResponse:
    """Asks once more when the workflow says so; a POST does it."""
    task = find_task(request, task_id)
    if transition == SEEN_TO:
        return _seen_to(request, task)
    if transition == UPWARD:
        return _pass_up(request, task)
    way = _way(task, transition)
    if task.type.form:
        return redirect("desk:task", task_id)
    if request.method != "POST":
        return render(request, "workflows/desk/confirm.html", {"task": task, "type": task.type, "way": way})
    moved = _("Done. The case has moved on.")
    if with_message(request, lambda: complete_task(task, way.key, by=request.post), moved):
        return after(request, task)
    return redirect("desk:task", task_id)


def _is_vacant(task: Task) -> bool:
    return task.organisation is not None and not somebody_can(task.case, task.type, task.organisation)


def _seen_to(request: DeskRequest, task: Task) -> HttpResponse:
    if task.supervises_id is None:
        raise Http404
    seen_to = _("Done. The late task stays with whoever has it.")
    if request.method == "POST" and with_message(request, lambda: finish_supervision(task, by=request.post), seen_to):
        return after(request, task)
    return redirect("desk:task", task.pk)


def _pass_up(request: DeskRequest, task: Task) -> HttpResponse:
    done = _("Done. Whoever stands above, or the portal office, has it now.")
    if request.method == "POST" and with_message(request, lambda: pass_up_vacant(task, by=request.post), done):
        return redirect("desk:inbox")
    return redirect("desk:task", task.pk)


@at_desk
@require_POST
def start_form(request: DeskRequest, task_id: UUID) -> HttpResponse:
    """Begin the task's form, filled in with what the case already knows, or go on with it."""
    task = find_task(request, task_id)
    answer = may(request.post, "complete", task)
    if not answer.allowed or task.state != Task.State.OPEN:
        messages.error(request, str(answer.sentence) or _("This task is no longer open."))
        return redirect("desk:task", task_id)
    holder = answer.standing_for or request.post
    draft = draft_of(task, request)
    if task.type.section:
        _start_section(task, draft, by=request.post)
    elif draft is None:
        version = _version_of(task)
        known = initial_answers(task, version.schema, by=request.post)
        start_draft(version, occasion=occasion_of(task.pk), post=holder, initial=known.answers, carried=known.carried)
    elif draft.post_id is None:
        hand_on(draft, to=holder)
    return redirect("desk:form_start", task_id)


@at_desk
@require_POST
def route(request: DeskRequest, task_id: UUID) -> HttpResponse:
    task = find_task(request, task_id)
    chosen = request.POST.get("organisation", "")
    organisation = get_object_or_404(_organisations(task), pk=chosen if chosen.isdecimal() else 0)
    done = _("The task now belongs to %(organisation)s.") % {"organisation": organisation}
    with_message(request, lambda: route_task(task, organisation, by=request.post), done)
    return redirect("desk:inbox")


def draft_of(task: Task, request: DeskRequest) -> Draft | None:
    """What was begun for the task: by the acting post, by one it stands in for, or by one whose work is handed back.

    For a section of a form, the draft that all offices share.
    """
    if task.type.section:
        return draft_of_sections(task)
    drafts = Draft.objects.open().filter(occasion=occasion_of(task.pk)).select_related("version__form", "data_key")
    hands = [may(request.post, "complete", task).standing_for or request.post, None]
    found = (drafts.filter(post=post).order_by("-changed_at").first() for post in hands)
    return next((draft for draft in found if draft is not None), None)


def with_message(request: DeskRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return False
    messages.success(request, done)
    return True


def after(request: DeskRequest, task: Task) -> HttpResponse:
    """Where somebody goes who has finished a task: to the next one of the case, else to the case."""
    open_tasks = Task.objects.filter(case=task.case_id).open().of_organisations(request.post)
    following = open_tasks.by_deadline().values_list("pk", flat=True).first()
    return redirect("desk:task", following) if following else redirect("desk:case", task.case_id)


def _start_section(task: Task, draft: Draft | None, *, by: Post) -> None:
    """Each office puts what it may know into its own part when it begins; looking again reads nothing."""
    if draft is None or not is_begun(draft, task.type.section):
        version = _version_of(task) if draft is None else draft.version
        start_sections(task, version, by=by, known=initial_answers(task, version.schema, by=by))


def _version_of(task: Task) -> FormVersion:
    version = get_object_or_404(Form, key=task.type.form).current_version
    if version is None:
        raise Http404
    return version


def _way(task: Task, key: str) -> Transition:
    found = next((way for way in ways_of_people(task) if way.key == key), None)
    if found is None:
        raise Http404
    return found


def _organisations(task: Task) -> Any:
    """Who a task that nobody answers for may be given to: those of the duty's function, else all."""
    duty = task.case.version.schema.relation(task.relation).duty
    active = Organisation.objects.filter(active=True).exclude(pk__in=task.case.shut_out_organisations)
    fitting = active.with_function(duty)
    return fitting if fitting.exists() else active
