"""Several tasks chosen on a list: each once, and only those that are there for the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.utils.translation import ngettext

from workflows.desk.access import DeskRequest, NoLongerAllowed, find_task
from workflows.models import Task


@dataclass(frozen=True)
class Chosen:
    tasks: list[Task]
    # How many are not there, or not for the person: which of both is not said.
    unseen: int
    # How many are more than is done at once.
    beyond: int


def find_chosen(request: DeskRequest, keys: Iterable[str], *, most: int) -> Chosen:
    """Says what is left out. A try at somebody else's task is on record, as anywhere."""
    once = list(dict.fromkeys(read_key(key) for key in keys))
    found = [_found(request, key) for key in once[:most]]
    tasks = [task for task in found if task is not None]
    chosen = Chosen(tasks, unseen=len(found) - len(tasks), beyond=len(once) - len(found))
    _say_left_out(request, chosen, most)
    return chosen


def read_key(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _found(request: DeskRequest, key: UUID | None) -> Task | None:
    try:
        return find_task(request, key) if key else None
    except (Http404, NoLongerAllowed):
        return None


def _say_left_out(request: DeskRequest, chosen: Chosen, most: int) -> None:
    if n := chosen.unseen:
        sentence = ngettext(
            "%(n)d of what you chose was left out: it is no longer there, or not yours.",
            "%(n)d of what you chose were left out: they are no longer there, or not yours.",
            n,
        )
        messages.warning(request, sentence % {"n": n})
    if n := chosen.beyond:
        sentence = ngettext(
            "%(n)d more was left out: at most %(most)d are done at once.",
            "%(n)d more were left out: at most %(most)d are done at once.",
            n,
        )
        messages.warning(request, sentence % {"n": n, "most": most})
