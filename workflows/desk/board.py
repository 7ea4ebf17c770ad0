"""The team board: who of the organisation has how much to do, and a leader giving tasks from one to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access.refusal import Refused
from portal.directory.models import Absence, Organisation, Post
from portal.keyset import Slice, slice_of, where_from
from portal.words import spoken
from workflows import lists
from workflows.charts.stacked import Part, stacked
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.below import below
from workflows.desk.choosing import find_chosen, read_key
from workflows.desk.duewords import DueInList, due_in_list
from workflows.desk.places import place_names
from workflows.measuring.load import Load, by_person, first_of_each
from workflows.models import Task, TaskQuerySet
from workflows.services import reassign_task

# So many tasks of each person are shown side by side; all of them when one looks at that person alone.
FEW, PAGE = 6, 30
# What one press of the button may give to somebody.
MOST_AT_ONCE = 50
# What the form sends for "back to everybody", and what stands in an address for tasks that nobody has.
INBOX = "inbox"
BAR = 1000


@dataclass(frozen=True)
class Card:
    task: Task
    place: str
    due: DueInList | None

    @property
    def value(self) -> str:
        """What the form sends: the task, and who had it when the page was drawn."""
        return f"{self.task.pk}:{self.task.assignee_id or 0}"


@dataclass(frozen=True)
class Lane:
    """One person, or what nobody has accepted."""

    post: Post | None
    load: Load
    bar: tuple[Part, ...]
    cards: list[Card]
    absence: Absence | None
    # Somebody who may be given something.
    is_here: bool

    @property
    def key(self) -> str:
        return str(self.post.pk) if self.post else INBOX

    @property
    def more(self) -> int:
        return self.load.open - len(self.cards)


@at_desk
def board(request: DeskRequest) -> HttpResponse:
    """GET shows, POST gives the chosen tasks to somebody."""
    units = led_by(request.post)
    if not units:
        raise Http404
    unit = next((one for one in units if str(one.organisation_id) == request.GET.get("unit")), units[0])
    people = _people(unit.organisation)
    if request.method == "POST":
        return _give(request, people)
    tasks = Task.objects.visible_to(request.user).filter(organisation__in=unit.own_organisation_ids())
    loads = by_person(tasks, timezone.now())
    who = request.GET.get("who", "")
    page = _of_one(request, tasks, who) if who else None
    shown = page.rows if page else _with_case(tasks).filter(pk__in=first_of_each(tasks, FEW)).by_deadline()
    lanes = [lane for lane in _lanes(people, loads, list(shown)) if not who or lane.key == who]
    if not lanes:
        raise Http404
    context = {
        "unit": unit.organisation,
        "units": [one.organisation for one in units],
        "who": who,
        "lanes": lanes,
        "total": _total(loads.values()),
        "people": people,
        "inbox": INBOX,
        "page": page,
        "below": [] if who else below(unit),
    }
    return render(request, "workflows/desk/board.html", context)


def led_by(post: Post) -> list[Post]:
    """The posts through which somebody leads an organisation: the own one, or that of an absent leader."""
    return [hat for hat in post.hats() if hat.leads]


def may_open(post: Post) -> bool:
    """For the navigation."""
    return bool(led_by(post))


def _people(organisation: Organisation) -> list[Post]:
    posts = organisation.posts.current().filter(user__is_active=True)
    return list(posts.select_related("user", "organisation").order_by("user__name", "pk"))


def _with_case(tasks: TaskQuerySet) -> TaskQuerySet:
    return tasks.select_related("case__version").defer("case__version__definition")


def _of_one(request: DeskRequest, tasks: TaskQuerySet, who: str) -> Slice[Task]:
    """A page of what one person has."""
    mine = tasks.open().filter(assignee=int(who) if who.isdecimal() else None)
    where = where_from(request)
    return slice_of([_with_case(mine)], lists.ORDERS["open"], size=PAGE, among=[tasks], **where)


def _lanes(people: list[Post], loads: dict[int | None, Load], tasks: list[Task]) -> list[Lane]:
    """What nobody has first; who has something and is not in the organisation any more last."""
    here = {post.pk for post in people}
    gone = Post.objects.filter(pk__in=[key for key in loads if key and key not in here]).select_related("user")
    everybody: list[Post | None] = [None, *people, *gone]
    most = max((load.open for load in loads.values()), default=0)
    places = place_names(task.case.area_code for task in tasks)
    due = due_in_list(tasks)
    cards: dict[int | None, list[Card]] = {}
    for task in tasks:
        cards.setdefault(task.assignee_id, []).append(Card(task, places.get(task.case.area_code, ""), due.get(task.pk)))
    away = {one.post_id: one for one in Absence.objects.in_force().filter(post__in=here)}
    lanes = []
    for post in everybody:
        key = post.pk if post else None
        load = loads.get(key, Load())
        bar = stacked(load.ages, whole=most, width=BAR)
        lanes.append(Lane(post, load, bar, cards.get(key, []), away.get(key or 0), post is None or key in here))
    return lanes


def _total(loads: Iterable[Load]) -> dict[str, int]:
    found = list(loads)
    return {name: sum(getattr(load, name) for load in found) for name in ("open", "urgent", "overdue")}


def _give(request: DeskRequest, people: list[Post]) -> HttpResponse:
    """Each task by itself: what cannot be given stays, and is named with its reason."""
    to = next((post for post in people if str(post.pk) == request.POST.get("to")), None)
    back = redirect(f"{request.get_full_path()}#lane-{to.pk if to else INBOX}")
    if to is None and request.POST.get("to") != INBOX:
        messages.error(request, _("Choose who shall have the tasks. Nothing was changed."))
        return back
    chosen = [_chosen(value) for value in request.POST.getlist("task")]
    if not chosen:
        messages.error(request, _("Choose at least one task. Nothing was changed."))
        return back
    seen_with = {read_key(key): seen for key, seen in chosen}
    found = find_chosen(request, [key for key, _seen in chosen], most=MOST_AT_ONCE)
    given = [task for task in found.tasks if _give_one(request, task, to, seen_with[task.pk])]
    if given:
        messages.success(request, _said(len(given), to))
    return back


def _chosen(value: str) -> tuple[str, int | None]:
    """See `Card.value`."""
    key, _colon, seen = value.partition(":")
    return key, int(seen) if seen.isdecimal() and seen != "0" else None


def _give_one(request: DeskRequest, task: Task, to: Post | None, seen: int | None) -> bool:
    try:
        reassign_task(task, to, by=request.post, seen=seen)
    except Refused as refusal:
        words: dict[str, Any] = {"task": spoken(task.type.title), "number": task.case.number, "why": refusal.sentence}
        messages.error(request, _("“%(task)s” of %(number)s stays where it is. %(why)s") % words)
        return False
    return True


def _said(n: int, to: Post | None) -> str:
    if to is None:
        return ngettext("%(n)d task is there for everybody again.", "%(n)d tasks are there for everybody again.", n) % {
            "n": n
        }
    sentence = ngettext("%(who)s has %(n)d task now.", "%(who)s has %(n)d tasks now.", n)
    return sentence % {"n": n, "who": to.user}
