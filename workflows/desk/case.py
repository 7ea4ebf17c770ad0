"""One case: what it is, what happened, what was handed in as far as I may read it, and its documents."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.desk.effects import runs_of
from workflows.desk.emergencies import live_emergency
from workflows.desk.exclusions import excludable, shown_exclusions
from workflows.desk.papers import handed_in
from workflows.desk.remarks import remarks_of
from workflows.desk.summary import summary
from workflows.desk.timeline import timeline
from workflows.diagram import draw
from workflows.models import Case
from workflows.policies import is_emergency, may, may_know_reporter


@at_desk
def case_page(request: DeskRequest, case_id: UUID) -> HttpResponse:
    case = find_case(request, case_id)
    knows_reporter = may_know_reporter(request.post, case)
    context = {
        "case": case,
        "state": case.current_state,
        "remarks": [] if case.is_closed else remarks_of(case),
        "facts": summary(case, request.post),
        "timeline": timeline(case, reader=request.post, knows_reporter=knows_reporter),
        "handed": handed_in(case, request.post),
        "tasks": case.tasks.open().of_organisations(request.post).by_deadline(),
        "effects": runs_of(case),
        "emergency": live_emergency(request.post, case.pk) if is_emergency(request.post, case) else None,
        "exclusions": shown_exclusions(request.post, case),
        "may_exclude": may(request.post, "exclude", case).allowed and bool(excludable(request.post, case)),
        "diagram": draw(case.version.schema, language=get_language() or "", here=case.state, visited=_visited(case)),
    }
    return render(request, "workflows/desk/case.html", context)


def _visited(case: Case) -> set[str]:
    return {event.detail["state"] for event in case.events.all() if "state" in event.detail}
