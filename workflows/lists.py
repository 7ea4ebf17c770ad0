"""The lists of the desk as strands: queries of which each is one range of an index, woven by portal.keyset.

What somebody sees is decided by `visible_to`; this says the same in the form that stays quick. A village has a dozen
cases, a city a million: a query over all cases that asks of each whether it is one's own suits one of them only.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from portal.directory.models import Post, User
from portal.directory.services import ranges_of, within
from portal.keyset import Order
from workflows.models import Case, CaseParty, Task, TaskQuerySet
from workflows.models.case import opened_in_emergency, serial_of
from workflows.models.conflict import shut_out
from workflows.models.task import PORTAL_OFFICE

CASES = Order(("-case_opened_at", "-case_id"))
_TO_DO = Order(("-urgent", "due_at", "made_at", "pk"), nullable=frozenset({"due_at"}))
# By the tab of the inbox.
ORDERS = {"open": _TO_DO, "mine": _TO_DO, "done": Order(("-done_at", "-pk"))}

Strand = QuerySet[Any, Any]


@dataclass(frozen=True)
class CaseFilter:
    """Which of the cases that somebody sees. Empty words leave nothing out."""

    is_open: bool = True
    # As typed: the whole number or what it ends in.
    number: str = ""
    state: str = ""
    # Cases of that area and all below it.
    area_code: str = ""
    urgent: bool = False

    @cached_property
    def _ranges(self) -> list[tuple[str, str]]:
        """The codes of the place, looked up once for all strands."""
        return ranges_of(self.area_code)

    def narrow(self, strand: Strand, case: str) -> Strand:
        """`case` is how the strand's columns name those of the case: a prefix. The place is a column of both."""
        if self.number:
            strand = strand.filter(_numbered(self.number, case))
        if self.state:
            strand = strand.filter(**{f"{case}state": self.state})
        if self.area_code:
            strand = strand.filter(within(self._ranges, "area_code"))
        return strand.filter(**{f"{case}urgent": True}) if self.urgent else strand


def cases(user: User, which: CaseFilter) -> list[Strand]:
    """Rows with `case_id` and `case_opened_at`, each case once in a strand."""
    post = user.acting_post
    if post is None:
        return []
    # With `is_open=False` Django asks `NOT is_open`, for which SQLite has no use of an index.
    parties = [which.narrow(strand.filter(is_open__in=[which.is_open]), "case__") for strand in _parties(post)]
    opened = [which.narrow(strand.filter(closed_at__isnull=which.is_open), "") for strand in _emergencies(post)]
    return [_as_rows(strand) for strand in [*parties, *opened]]


def all_cases(user: User) -> list[Strand]:
    """The same rows of every case the user sees, open or closed."""
    post = user.acting_post
    return [_as_rows(strand) for strand in [*_parties(post), *_emergencies(post)]] if post else []


def tasks(user: User) -> dict[str, list[TaskQuerySet]]:
    """The tasks of each tab: `mine` are those accepted by the acting post or one it stands in for."""
    post, seen = user.acting_post, Task.objects.visible_to(user)
    if post is None:
        return {tab: [] for tab in ORDERS}
    to_do, done = seen.open(), seen.done()
    return {
        "open": _by_urgency(_of_organisations(to_do, post)),
        "mine": [to_do.filter(assignee=hat) for hat in post.hats()],
        "done": _of_organisations(done, post),
    }


def _by_urgency(strands: list[TaskQuerySet]) -> list[TaskQuerySet]:
    """On SQLite the urgent ones and the others: it reads what has no deadline last from an index only where that column
    is the first that is not given. Otherwise it would sort all that waits in an office, for each page and each count.
    """
    if connection.vendor != "sqlite":
        return strands
    # As with `is_open__in` above.
    return [strand.filter(urgent__in=[urgent]) for strand in strands for urgent in (True, False)]


def _of_organisations(seen: TaskQuerySet, post: Post) -> list[TaskQuerySet]:
    own = [seen.filter(organisation=organisation) for organisation in sorted(post.organisation_ids())]
    unrouted = any(hat.organisation.function == PORTAL_OFFICE for hat in post.hats())
    return [*own, seen.unrouted()] if unrouted else own


def _parties(post: Post) -> list[Strand]:
    """What the post sees by itself, and as a substitute elsewhere."""
    elsewhere = [absent for absent in post.stands_for() if absent.organisation_id != post.organisation_id]
    hats = [post, *elsewhere]
    return [_parties_as(hat, post, each) for hat in hats for each in sorted(hat.own_organisation_ids())]


def _parties_as(hat: Post, post: Post, organisation: int) -> Strand:
    strand = CaseParty.objects.filter(organisation=organisation).exclude(shut_out(post, case="case"))
    return strand if hat == post else strand.exclude(shut_out(hat, case="case"))


def _emergencies(post: Post) -> list[Strand]:
    """Cases that the post opened in an emergency that lasts; a handful."""
    opened = opened_in_emergency(post)
    return [Case.objects.filter(pk__in=opened).exclude(shut_out(post, case="pk"))] if opened else []


def _as_rows(strand: Strand) -> Strand:
    if strand.model is Case:
        strand = strand.annotate(case_id=F("pk"), case_opened_at=F("opened_at"))
    return strand.values_list("case_opened_at", "case_id", named=True).distinct()


def _numbered(typed: str, case: str) -> Q:
    """By the running number, which an index finds; what else was typed must be in the number too."""
    serial = serial_of(typed)
    if serial is None:
        return Q(pk__in=[])
    found = Q(**{f"{case}serial": serial})
    for part in re.findall(r"\w+", typed)[:-1]:
        found &= Q(**{f"{case}number__icontains": part})
    return found
