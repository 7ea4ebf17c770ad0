"""What waits for my organisation."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from portal.words import Words
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
    page = Paginator(listed(request, chosen), PAGE).get_page(request.GET.get("page"))
    context = {"tabs": tabs(request, chosen), "chosen": chosen, "page": page, "entries": entries(request, page)}
    return render(request, "workflows/desk/inbox.html", context)


def listed(request: DeskRequest, tab: str) -> TaskQuerySet:
    """The tasks of one tab; the counts on the tabs are counts of these."""
    tasks = Task.objects.visible_to(request.user).select_related("case__version", "assignee__user", "done_by__user")
    tasks = tasks.defer("case__version__definition")
    if tab == "mine":
        return tasks.open().accepted_by(request.post).by_deadline()
    if tab == "done":
        return tasks.done().newest_done_first()
    return tasks.open().by_deadline()


def tabs(request: DeskRequest, chosen: str) -> list[Tab]:
    is_open, is_done = Q(state=Task.State.OPEN), Q(state=Task.State.DONE)
    counts = Task.objects.visible_to(request.user).aggregate(
        open=Count("pk", filter=is_open),
        mine=Count("pk", filter=is_open & Q(assignee__in=request.post.hats())),
        done=Count("pk", filter=is_done),
    )
    return [Tab(key, label, counts[key], key == chosen) for key, label in TABS.items()]


def standing_for(post: Post, task: Task) -> str:
    """Whose task it is when the reader has it as a substitute only: accepted by an absent one, or of their place."""
    for absent in post.stands_for():
        of_their_place = task.organisation_id == absent.organisation_id != post.organisation_id
        if task.assignee_id == absent.pk or (of_their_place and task.assignee_id is None):
            return str(absent.user)
    return ""


def entries(request: DeskRequest, page: Page[Task]) -> list[Entry]:
    places, remarks = place_names(task.case.area_code for task in page), remarks_on(list(page))
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
        for task in page
    ]
