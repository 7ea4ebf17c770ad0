"""What waits for my organisation."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from portal.access.refusal import Refused
from portal.chrome import MANY
from portal.directory.models import Post
from portal.keyset import Slice, count_up_to, slice_of, where_from
from portal.words import Words, spoken
from workflows import lists
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.choosing import find_chosen
from workflows.desk.duewords import DueInList, due_in_list
from workflows.desk.duties import listing as duties
from workflows.desk.places import place_names
from workflows.desk.remarks import remarks_on
from workflows.desk.standing import states_said
from workflows.desk.watching import count_watched, watched
from workflows.dialogue import cases_with_answers
from workflows.models import Task, TaskQuerySet
from workflows.schema import Remark
from workflows.services import accept_task

PAGE = 30
TABS: dict[str, str | Promise] = {"open": _("Open"), "mine": _("Accepted by me"), "done": _("Done")}
WATCHED, ANSWERS, DUTIES = "watched", "reporters", "duties"
# What one press of the button may accept.
MOST_AT_ONCE = 30


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
    state: str
    place: str
    mine: bool
    # The absent person whose task this is, when the reader stands in.
    standing_for: str
    remarks: list[Remark]
    due: DueInList | None

    @property
    def may_be_chosen(self) -> bool:
        """Somebody could accept it; or the reader, who has it, could finish it without a form."""
        if self.task.organisation_id is None:
            return False
        return self.task.assignee_id is None or (self.mine and not self.task.type.form)


@at_desk
def inbox(request: DeskRequest) -> HttpResponse:
    chosen = request.GET.get("show", "open")
    strands, answers = lists.tasks(request.user), cases_with_answers(request.user)
    owed = duties.count(request.user)
    if chosen == WATCHED:
        rows = watched(request)
        shown = {"tabs": tabs(strands, chosen, len(rows), len(answers), owed), "rows": rows}
        shown["news"] = any(row.news for row in rows)
        return render(request, "workflows/desk/watched.html", shown)
    if chosen == ANSWERS:
        shown = {"tabs": tabs(strands, chosen, count_watched(request), len(answers), owed), "cases": answers}
        return render(request, "workflows/desk/reporters_wrote.html", shown)
    if chosen == DUTIES:
        shown = {"tabs": tabs(strands, chosen, count_watched(request), len(answers), owed)}
        return render(request, "workflows/desk/duties.html", shown | duties.shown_in_inbox(request))
    chosen = chosen if chosen in TABS else "open"
    page = listed(request, strands[chosen], chosen)
    context = {
        "tabs": tabs(strands, chosen, count_watched(request), len(answers), owed),
        "chosen": chosen,
        "page": page,
        "entries": entries(request, page),
    }
    return render(request, "workflows/desk/inbox.html", context)


@at_desk
@require_POST
def accept_several(request: DeskRequest) -> HttpResponse:
    """Each by itself: what somebody else was quicker with is named, and the rest is accepted."""
    keys = request.POST.getlist("task")
    if not keys:
        messages.error(request, gettext("Choose at least one task. Nothing was changed."))
    chosen = find_chosen(request, keys, most=MOST_AT_ONCE)
    if accepted := [task for task in chosen.tasks if _accept_one(request, task)]:
        done = ngettext("%(n)d task is yours now.", "%(n)d tasks are yours now.", len(accepted))
        messages.success(request, done % {"n": len(accepted)})
    return redirect("desk:inbox")


def _accept_one(request: DeskRequest, task: Task) -> bool:
    try:
        accept_task(task, by=request.post)
    except Refused as refusal:
        words = {"task": spoken(task.type.title), "number": task.case.number, "why": refusal.sentence}
        messages.error(request, gettext("“%(task)s” of %(number)s stays where it is. %(why)s") % words)
        return False
    return True


def listed(request: DeskRequest, strands: list[TaskQuerySet], tab: str) -> Slice[Task]:
    """A page of one tab; the counts on the tabs are counts of these."""
    who = "done_by__user" if tab == "done" else "assignee__user"
    full = [strand.select_related("case__version", who).defer("case__version__definition") for strand in strands]
    where = where_from(request)
    seen = [Task.objects.visible_to(request.user)] if any(where.values()) else []
    return slice_of(full, lists.ORDERS[tab], size=PAGE, among=seen, **where)


def tabs(strands: dict[str, list[TaskQuerySet]], chosen: str, cases: int, answers: int = 0, owed: int = 0) -> list[Tab]:
    """Those of tasks, how many cases are watched, and, when there are any, in how many who reported has written, and
    how much is owed on records."""
    counts = {tab: count_up_to(MANY, strands[tab], lists.ORDERS[tab]) for tab in TABS} | {WATCHED: cases}
    labels = {**TABS, WATCHED: pgettext("cases", "Watched")}
    if owed or chosen == DUTIES:
        # Beside what is to do: on a phone the last tabs are out of sight.
        counts[DUTIES] = owed
        labels = {"open": labels["open"], DUTIES: pgettext("things owed on records", "Regular duties"), **labels}
    if answers or chosen == ANSWERS:
        counts[ANSWERS], labels[ANSWERS] = answers, gettext("Reporters wrote")
    return [Tab(key, label, counts[key], key == chosen) for key, label in labels.items()]


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
    said = states_said({task.case_id: task.case for task in page.rows}.values(), request.post)
    due = due_in_list([task for task in page.rows if task.state == Task.State.OPEN])
    return [
        Entry(
            task=task,
            title=task.type.title,
            state=said[task.case_id],
            place=places.get(task.case.area_code, ""),
            mine=task.assignee_id == request.post.pk,
            standing_for=standing_for(request.post, task),
            remarks=remarks.get(task.pk, []),
            due=due.get(task.pk),
        )
        for task in page.rows
    ]
