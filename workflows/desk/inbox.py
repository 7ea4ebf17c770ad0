"""What waits for my organisation."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.chrome import MANY
from portal.directory.models import Post
from portal.keyset import Slice, count_up_to, slice_of, where_from
from portal.words import Words
from workflows import lists
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.places import place_names
from workflows.desk.remarks import remarks_on
from workflows.models import Task, TaskQuerySet
from workflows.schema import Remark

PAGE = 30
TABS: dict[str, str | Promise] = {"open": _("Open"), "mine": _("Accepted by me"), "done": _("Done")}


@dataclass(frozen=True)
class Tab:
    key: str
    label: str | Promise
    count: int
    current: bool

    @property
    def more(self) -> bool:
        """Are there more than were counted?"""
        return self.count == MANY


@dataclass(frozen=True)
class Entry:
    """One line of the inbox."""

    task: Task
    title: Words
    state: Words
    place: str
    mine: bool
    # The absent person whose task this is, when the reader stands in.
    standing_for: str
    remarks: list[Remark]


@at_desk
def inbox(request: DeskRequest) -> HttpResponse:
    chosen = request.GET.get("show", "open")
    chosen = chosen if chosen in TABS else "open"
    strands = lists.tasks(request.user)
    page = listed(request, strands[chosen], chosen)
    context = {"tabs": tabs(strands, chosen), "chosen": chosen, "page": page, "entries": entries(request, page)}
    return render(request, "workflows/desk/inbox.html", context)


def listed(request: DeskRequest, strands: list[TaskQuerySet], tab: str) -> Slice[Task]:
    """A page of one tab; the counts on the tabs are counts of these."""
    who = "done_by__user" if tab == "done" else "assignee__user"
    full = [strand.select_related("case__version", who).defer("case__version__definition") for strand in strands]
    where = where_from(request)
    seen = [Task.objects.visible_to(request.user)] if any(where.values()) else []
    return slice_of(full, lists.ORDERS[tab], size=PAGE, among=seen, **where)


def tabs(strands: dict[str, list[TaskQuerySet]], chosen: str) -> list[Tab]:
    counts = {tab: count_up_to(MANY, strands[tab], lists.ORDERS[tab]) for tab in TABS}
    return [Tab(key, label, counts[key], key == chosen) for key, label in TABS.items()]


def standing_for(post: Post, task: Task) -> str:
    """Whose task it is when the reader has it as a substitute only: accepted by an absent one, or of their place."""
    for absent in post.stands_for():
        theirs = absent.own_organisation_ids() - post.own_organisation_ids()
        of_their_place = task.organisation_id in theirs
        if task.assignee_id == absent.pk or (of_their_place and task.assignee_id is None):
            return str(absent.user)
    return ""


def entries(request: DeskRequest, page: Slice[Task]) -> list[Entry]:
    places, remarks = place_names(task.case.area_code for task in page.rows), remarks_on(page.rows)
    return [
        Entry(
            task=task,
            title=task.type.title,
            state=task.case.current_state.title,
            place=places.get(task.case.area_code, ""),
            mine=task.assignee_id == request.post.pk,
            standing_for=standing_for(request.post, task),
            remarks=remarks.get(task.pk, []),
        )
        for task in page.rows
    ]
