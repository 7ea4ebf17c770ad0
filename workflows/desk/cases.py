"""The cases I am part of, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from portal.directory import codes
from portal.directory.models import Area
from portal.keyset import slice_of, where_from
from workflows import lists
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.inbox import PAGE
from workflows.desk.places import place_names
from workflows.desk.standing import states_said
from workflows.lists import CaseFilter
from workflows.models import Case, SavedFilter, WorkflowVersion
from workflows.schema import State

LONGEST_NUMBER = 80


@at_desk
def case_list(request: DeskRequest) -> HttpResponse:
    states = known_states()
    which = asked_for(request.GET, states)
    where = where_from(request)
    among = lists.all_cases(request.user) if any(where.values()) else []
    page = slice_of(lists.cases(request.user, which), lists.CASES, size=PAGE, among=among, **where)
    cases = _in_order(request, [row.case_id for row in page.rows])
    places = place_names(case.area_code for case in cases)
    said = states_said(cases, request.post)
    context = {
        "page": page,
        "rows": [(case, places.get(case.area_code, ""), said[case.pk]) for case in cases],
        "which": which,
        "states": {key: state.title for key, state in states.items() if (state.kind == "end") != which.is_open},
        "places": places_around(request, which.area_code),
        "filters": list(SavedFilter.objects.filter(post=request.post)),
        "query": request.GET.urlencode(),
        "is_narrowed": bool(which.state or which.area_code or which.urgent),
    }
    return render(request, "workflows/desk/cases.html", context)


def _in_order(request: DeskRequest, wanted: list[UUID]) -> list[Case]:
    """Those of them that the person may see, which is all, unless the list is wrong."""
    found = Case.objects.visible_to(request.user).filter(pk__in=wanted)
    cases = found.select_related("version").defer("version__definition").in_bulk()
    return [cases[pk] for pk in wanted if pk in cases]


def asked_for(said: QueryDict, states: Mapping[str, State]) -> CaseFilter:
    """What the address says, as far as it makes sense."""
    state, place = said.get("state", ""), said.get("place", "")
    return CaseFilter(
        is_open=said.get("show") != "closed",
        number=said.get("number", "").strip()[:LONGEST_NUMBER],
        state=state if state in states else "",
        area_code=place if codes.is_code(place) else "",
        urgent=said.get("urgent") == "yes",
    )


def known_states() -> dict[str, State]:
    """Every state of the workflows as they are now, by key."""
    newest = WorkflowVersion.objects.filter(workflow__live=True).defer("definition").order_by("workflow", "-number")
    versions: dict[int, WorkflowVersion] = {}
    for version in newest:
        versions.setdefault(version.workflow_id, version)
    return {state.key: state for version in versions.values() for state in version.schema.states}


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    # How many levels below mine, for the eye.
    depth: int

    @property
    def indent(self) -> str:
        return "\u3000" * self.depth


def places_around(request: DeskRequest, chosen: str) -> list[Place]:
    """The way down from my area to the chosen one, and what lies directly below it."""
    mine = request.post.organisation.area_id
    here = chosen if chosen and mine in codes.lineage(chosen) else mine
    top = codes.level_of(mine)
    way = Area.objects.filter(code__in=codes.lineage(here), level__gte=top)
    found = (way | Area.objects.current().children_of(here)).order_by("level", "code")
    return [Place(code, name, level - top) for code, name, level in found.values_list("code", "name", "level")]
