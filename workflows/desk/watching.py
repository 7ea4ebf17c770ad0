"""Cases that somebody keeps an eye on: what has happened in them since they last looked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.desk.places import place_names
from workflows.desk.standing import states_said
from workflows.models import Case, Event, WatchedCase
from workflows.models.atdesk import MOST_WATCHED


@dataclass(frozen=True)
class Watched:
    case: Case
    state: str
    place: str
    # Of the last event; shown as a day, since its minute may be that of the report.
    last_at: datetime
    news: int


@at_desk
@require_POST
def watch(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Keep an eye on it, or with `stop` no longer."""
    case = find_case(request, case_id)
    mine = WatchedCase.objects.of(request.post)
    if "stop" in request.POST:
        mine.filter(case=case).delete()
        messages.success(request, _("You no longer watch this case."))
    elif mine.count() >= MOST_WATCHED:
        messages.error(request, _("You watch %(n)d cases already. Stop watching one first.") % {"n": MOST_WATCHED})
    else:
        mine.get_or_create(post=request.post, case=case, defaults={"seen": _last_of([case.pk])[case.pk][0]})
        messages.success(request, _("You watch this case. What happens in it is marked in your inbox under “Watched”."))
    return redirect("desk:case", case_id)


@at_desk
@require_POST
def seen(request: DeskRequest) -> HttpResponse:
    """All that happened until now in the watched cases is no news any more."""
    rows = list(WatchedCase.objects.of(request.post))
    last = _last_of([row.case_id for row in rows])
    for row in rows:
        row.seen = last[row.case_id][0]
    WatchedCase.objects.bulk_update(rows, ["seen"])
    return redirect("/desk/?show=watched")


def watched(request: DeskRequest) -> list[Watched]:
    """Those of them that the person may still see: what has news first, then the newest."""
    rows = {row.case_id: row.seen for row in WatchedCase.objects.of(request.post)}
    if not rows:
        return []
    cases = Case.objects.visible_to(request.user).filter(pk__in=rows).select_related("version")
    found, last = list(cases.defer("version__definition")), _last_of(list(rows))
    places, said = place_names(case.area_code for case in found), states_said(found, request.post)
    shown = [
        Watched(
            case=case,
            state=said[case.pk],
            place=places.get(case.area_code, ""),
            last_at=last[case.pk][1],
            news=max(0, last[case.pk][0] - rows[case.pk]),
        )
        for case in found
    ]
    return sorted(shown, key=lambda one: (one.news > 0, one.last_at), reverse=True)


def count_watched(request: DeskRequest) -> int:
    mine = list(WatchedCase.objects.of(request.post).values_list("case", flat=True))
    return Case.objects.visible_to(request.user).filter(pk__in=mine).count() if mine else 0


def is_watched(request: DeskRequest, case: Case) -> bool:
    return WatchedCase.objects.of(request.post).filter(case=case).exists()


def _last_of(cases: list[UUID]) -> dict[Any, tuple[int, datetime]]:
    """The number and the time of the last event, by case."""
    rows = Event.objects.filter(case__in=cases).order_by().values_list("case").annotate(Max("sequence"), Max("at"))
    return {case: (number, at) for case, number, at in rows}
