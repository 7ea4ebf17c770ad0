"""One case: what it is, what happened, what was handed in as far as I may read it, and its documents."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from portal.directory.models import Post
from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.desk.acting import acts_on
from workflows.desk.dialogue import dialogue_with
from workflows.desk.effects import pages_of, runs_of
from workflows.desk.emergencies import live_emergency
from workflows.desk.exclusions import may_exclude_anybody, shown_exclusions
from workflows.desk.links import links_of
from workflows.desk.papers import handed_in
from workflows.desk.picture import picture_of
from workflows.desk.remarks import remarks_of
from workflows.desk.summary import summary
from workflows.desk.timeline import history, timeline, visible_numbers
from workflows.desk.watching import is_watched
from workflows.models import Case, Event
from workflows.policies import is_emergency, may_know_reporter
from workflows.services import done_here


@at_desk
def case_page(request: DeskRequest, case_id: UUID) -> HttpResponse:
    case = find_case(request, case_id)
    knows_reporter, events = may_know_reporter(request.post, case), history(case)
    context = {
        "case": case,
        "state": case.current_state,
        "whole": _whole(case, request.post),
        "remarks": [] if case.is_closed else remarks_of(case),
        "facts": summary(case, request.post),
        "timeline": timeline(case, events, reader=request.post, knows_reporter=knows_reporter),
        "handed": handed_in(case, request.post),
        "tasks": case.tasks.open().of_organisations(request.post).by_deadline(),
        "effects": runs_of(case),
        "dialogue": dialogue_with(case, request.post),
        "pages": pages_of(case),
        "links": links_of(case, request.post),
        "acts": acts_on(case, request.post),
        "watched": is_watched(request, case),
        "emergency": live_emergency(request.post, case.pk) if is_emergency(request.post, case) else None,
        "exclusions": shown_exclusions(request.post, case),
        "may_exclude": may_exclude_anybody(request.post, case),
        "diagram": picture_of(case.version, here=case.state, visited=_visited(events), done=_done(case)),
    }
    return render(request, "workflows/desk/case.html", context)


def _whole(case: Case, reader: Post) -> str:
    """The number of the case that this one is part of, for who may see that."""
    return visible_numbers([case.merge.into_id], reader).get(case.merge.into_id, "") if hasattr(case, "merge") else ""


def _done(case: Case) -> int | None:
    """How many of the tasks that come together are done."""
    return done_here(case).count() if case.current_state.join else None


def _visited(events: Iterable[Event]) -> frozenset[str]:
    return frozenset(event.detail["state"] for event in events if "state" in event.detail)
