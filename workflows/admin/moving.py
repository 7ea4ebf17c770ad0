"""Running cases go over to a newer version: what becomes of each is shown before anybody decides, and stays to be seen.

The pages show numbers of cases, states and counts, and nothing of what is in a case.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.access.refusal import Refused
from portal.directory.admin.pages import Screen
from portal.directory.models import User
from portal.jobs.models import Job
from portal.words import Words, spoken
from workflows.admin.exchange import URLS
from workflows.comparing import differences
from workflows.mapping import OBSTACLES, Counterparts, suggested
from workflows.models import CaseMove, MovedCase, Workflow, WorkflowVersion
from workflows.schema import State, TaskType
from workflows.services import migrating

# The button that tries again what an error kept.
AGAIN = "again"
# On a page; and how many are judged for the counts, which takes about a second.
SHOWN, JUDGED = 50, 2000


@dataclass(frozen=True)
class Choice:
    """A part of the old version, and what it may become."""

    name: str
    title: Words
    options: list[tuple[str, Words]]
    chosen: str
    # Cases that are there now.
    count: int = 0


class MoveScreen(Screen):
    """GET shows what would become of every case, with the counterparts that are chosen; POST has it done."""

    template_name = "workflows/admin/move.html"
    page_title = gettext_lazy("Take running cases over")
    header_icon = "resubmit"

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(migrating.MAY))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(f"{URLS}:list"), "label": _("Workflows of cases")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        workflow = self.workflow
        sources = _sources(workflow)
        if not sources:
            return self.page(workflow=workflow, moves=_moves(workflow))
        source = self.source(workflow, sources)
        target = cast(WorkflowVersion, workflow.current_version)
        counterparts = _chosen(request.GET, source, target)
        return self.page(
            workflow=workflow,
            moves=_moves(workflow),
            sources=sources,
            source=source,
            target=target,
            changes=differences(source.schema, target.schema),
            states=_states(source, target, counterparts),
            tasks=_tasks(source, target, counterparts),
            **self.preview(source, target, counterparts),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        workflow = self.workflow
        source = self.source(workflow, _sources(workflow))
        # That which was looked at, not what has been published since.
        target = get_object_or_404(workflow.versions, number=_number(request.POST.get("target", "")))
        try:
            move = migrating.ask_to_move(
                source, target, _chosen(request.POST, source, target), by=cast(User, request.user)
            )
        except Refused as refused:
            messages.error(request, str(refused.sentence))
            return redirect(request.get_full_path())
        return redirect(reverse(f"{URLS}:moved", args=[move.pk]))

    @property
    def workflow(self) -> Workflow:
        found: Workflow = get_object_or_404(Workflow, pk=self.kwargs["pk"])
        return found

    def source(self, workflow: Workflow, sources: list[WorkflowVersion]) -> WorkflowVersion:
        """The version asked for, else the newest that still has running cases."""
        asked = self.request.GET.get("source") or self.request.POST.get("source")
        if asked is None and sources:
            return sources[0]
        found: WorkflowVersion = get_object_or_404(workflow.versions, number=_number(asked or ""))
        return found

    def preview(self, source: WorkflowVersion, target: WorkflowVersion, counterparts: Counterparts) -> dict[str, Any]:
        running = migrating.running(source)
        page = Paginator(running.order_by("number"), SHOWN).get_page(self.request.GET.get("page"))
        judged = migrating.plan(source, target, counterparts, list(running[:JUDGED]))
        counts = Counter(planned.landing.obstacle for planned in judged)
        shown = migrating.plan(source, target, counterparts, list(page.object_list))
        return {
            "page": page,
            "total": page.paginator.count,
            "judged": len(judged),
            "can": counts.pop("", 0),
            "obstacles": [(OBSTACLES[key], count) for key, count in counts.most_common()],
            "rows": [_row(planned, source, target) for planned in shown],
        }


class MovedScreen(Screen):
    """How far it is, and what became of each case. POST takes it back, or tries those again that an error kept."""

    template_name = "workflows/admin/moved.html"
    page_title = gettext_lazy("Running cases taken over")
    header_icon = "resubmit"

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(migrating.MAY))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        address = reverse(f"{URLS}:move", args=[self.move.source.workflow_id])
        way = {"url": address, "label": _("Take running cases over")}
        return [*self.breadcrumbs_items, way, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        move = self.move
        page = Paginator(move.cases.select_related("case").order_by("pk"), SHOWN).get_page(request.GET.get("page"))
        counts = dict(move.cases.order_by().values_list("refused").annotate(count=Count("pk")))
        stayed = dict(move.cases.exclude(stayed="").order_by().values_list("stayed").annotate(count=Count("pk")))
        return self.page(
            move=move,
            page=page,
            job=_job(move),
            moved=counts.pop("", 0),
            obstacles=[(OBSTACLES[key], count) for key, count in counts.items()],
            back=move.cases.exclude(reversed_at=None).count(),
            stayed=[(OBSTACLES[key], count) for key, count in stayed.items()],
            rows=[_done(each, move) for each in page.object_list],
            failed=_failed(move) if move.is_at_rest else 0,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ask = migrating.ask_again if AGAIN in request.POST else migrating.ask_to_move_back
        try:
            ask(self.move, by=cast(User, request.user))
        except Refused as refused:
            messages.error(request, str(refused.sentence))
        return redirect(request.path)

    @property
    def move(self) -> CaseMove:
        found: CaseMove = get_object_or_404(
            CaseMove.objects.select_related("source__workflow", "target", "by", "reversal_by"), pk=self.kwargs["pk"]
        )
        return found


def _sources(workflow: Workflow) -> list[WorkflowVersion]:
    """Older versions with running cases, the newest first, each with `running`."""
    current = workflow.current_version
    if current is None:
        return []
    older = workflow.versions.filter(number__lt=current.number, cases__closed_at=None).exclude(cases=None)
    return list(older.annotate(running=Count("cases")).order_by("-number"))


def _moves(workflow: Workflow) -> list[CaseMove]:
    return list(CaseMove.objects.filter(source__workflow=workflow).select_related("source", "target", "by")[:20])


def _chosen(data: Any, source: WorkflowVersion, target: WorkflowVersion) -> Counterparts:
    """What the inputs say; what they do not say is as suggested."""
    found = suggested(source.schema, target.schema)
    return Counterparts(
        {key: data.get(f"state-{key}", new) for key, new in found.states.items()},
        {key: data.get(f"task-{key}", new) for key, new in found.tasks.items()},
    )


def _states(source: WorkflowVersion, target: WorkflowVersion, counterparts: Counterparts) -> list[Choice]:
    """Those in which cases can be."""
    counts = dict(migrating.running(source).order_by().values_list("state").annotate(count=Count("pk")))
    options = _named([state for state in target.schema.states if state.kind != "end"])
    return [
        Choice(f"state-{state.key}", state.title, options, counterparts.states[state.key], counts.get(state.key, 0))
        for state in source.schema.states
        if state.kind != "end"
    ]


def _tasks(source: WorkflowVersion, target: WorkflowVersion, counterparts: Counterparts) -> list[Choice]:
    """Those of states that have a counterpart, which offers its own."""
    there = {state.key: state for state in target.schema.states}
    return [
        Choice(f"task-{task.key}", task.title, _named(there[new].tasks), counterparts.tasks[task.key])
        for state in source.schema.states
        if (new := counterparts.states[state.key]) in there
        for task in state.tasks
    ]


def _named(parts: Any) -> list[tuple[str, Words]]:
    known: list[State | TaskType] = list(parts)
    return [(part.key, part.title) for part in known]


def _row(planned: migrating.Planned, source: WorkflowVersion, target: WorkflowVersion) -> dict[str, Any]:
    landing, old, new = planned.landing, source.schema, target.schema
    return {
        "number": planned.case.number,
        "before": old.state(planned.case.state).title,
        "after": new.state(landing.state).title if landing.state else None,
        "tasks": [(old.task_type(one.key).title, task.title) for one, task in landing.tasks if one.is_open],
        "opens": [task.title for task in landing.opens],
        "obstacle": _obstacle(landing.obstacle),
    }


def _done(moved: MovedCase, move: CaseMove) -> dict[str, Any]:
    return {
        "number": moved.case.number,
        "before": spoken(move.source.schema.state(moved.state_before).title),
        "after": spoken(move.target.schema.state(moved.state_after).title) if moved.state_after else "",
        "obstacle": _obstacle(moved.refused),
        "back": moved.reversed_at,
        "stayed": _obstacle(moved.stayed),
    }


def _obstacle(key: str) -> str | Promise:
    return OBSTACLES.get(key, "")


def _failed(move: CaseMove) -> int:
    """How many an error kept from going the last way that was asked for."""
    if move.reversal_asked_at is not None:
        return move.cases.filter(stayed=migrating.FAILED).count()
    return move.cases.filter(refused=migrating.FAILED).count()


def _job(move: CaseMove) -> Job | None:
    """The one that is at it, None when all is done."""
    kind = migrating.MOVE if move.finished_at is None else migrating.MOVE_BACK
    if move.finished_at is not None and (move.reversal_asked_at is None or move.reversal_finished_at is not None):
        return None
    return Job.objects.filter(kind=kind, arguments__move=str(move.pk)).order_by("-made_at").first()


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 8:
        raise Http404
    return int(text)
