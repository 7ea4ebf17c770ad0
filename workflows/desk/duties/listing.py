"""The duties in the inbox: what the acting post's organisation has to do on records, the nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from forms.models.record import registers
from forms.records import policies
from portal.chrome import MANY
from portal.directory.models import Post, User
from portal.keyset import Order, Slice, count_up_to, slice_of, where_from
from portal.words import Words
from workflows.desk.access import DeskRequest
from workflows.desk.duties.saying import last_day, said_period, standing
from workflows.desk.records.ledger import Shown, shown
from workflows.obligations.models import ObligationVersion, Owed, OwedQuerySet

PAGE = 30
NEAREST_FIRST = Order(("due_at", "pk"))
# What was missed longer ago stands on the page of coverage.
LATELY = timedelta(days=92)
MOST_MISSED = 30


@dataclass(frozen=True)
class Entry:
    """One line: something owed on a record."""

    owed: Owed
    shown: Shown
    title: Words
    period: str
    until: date
    standing: str
    # The form that is begun by one press, for who may; else empty.
    form: str = ""

    @property
    def is_soon(self) -> bool:
        return (self.until - timezone.localdate()).days <= 3


def to_do(user: User) -> OwedQuerySet:
    """What the acting post, or one it stands in for, can still do. The count on the tab counts these."""
    now = timezone.now()
    periodic, expiring = _for_post(user.acting_post)
    can_be_done = Q(version__in=expiring) | Q(version__in=periodic, due_at__gte=now)
    return Owed.objects.visible_to(user).open().filter(can_be_done, appears_at__lte=now)


def missed_lately(user: User) -> OwedQuerySet:
    now = timezone.now()
    periodic, _expiring = _for_post(user.acting_post)
    return Owed.objects.visible_to(user).missed(now).filter(version__in=periodic, due_at__gte=now - LATELY)


def count(user: User) -> int:
    """At most MANY; 0 for who owes nothing at all, without looking."""
    return count_up_to(MANY, [to_do(user)], NEAREST_FIRST) if ObligationVersion.objects.exists() else 0


def shown_in_inbox(request: DeskRequest) -> dict[str, object]:
    """The page, what is on it, and what was missed lately."""
    rows = page(request)
    found = entries(request.post, rows.rows)
    return {"page": rows, "entries": found, "missed": entries(request.post, missed(request))}


def page(request: DeskRequest) -> Slice[Owed]:
    where = where_from(request)
    seen = [Owed.objects.visible_to(request.user)] if any(where.values()) else []
    return slice_of([with_records(to_do(request.user))], NEAREST_FIRST, size=PAGE, among=seen, **where)


def missed(request: DeskRequest) -> list[Owed]:
    return list(with_records(missed_lately(request.user)).order_by("-due_at", "pk")[:MOST_MISSED])


def entries(post: Post, rows: Iterable[Owed]) -> list[Entry]:
    """With the names of the records, where the post may read them; that they were seen is on record."""
    rows, known = list(rows), registers()
    named = {one.record.pk: one for one in shown(post, {row.record_id: row.record for row in rows}.values())}
    found = []
    for row in rows:
        schema = row.version.schema
        may = row.state == Owed.State.OPEN and policies.may_write(post, row.record, known)
        found.append(
            Entry(
                owed=row,
                shown=named[row.record_id],
                title=schema.title,
                period=said_period(row.period),
                until=last_day(row),
                standing=standing(row),
                form=schema.form if may and (not row.is_missed or not schema.every) else "",
            )
        )
    return found


def with_records(rows: OwedQuerySet) -> OwedQuerySet:
    full = rows.select_related("version", "record__version", "record__data_key", "organisation")
    full = full.defer("version__definition", "record__version__definition")
    return full.prefetch_related("record__parties")


def _for_post(post: Post | None) -> tuple[list[int], list[int]]:
    """The versions that ask for a role which the post, or one it stands in for, has: of periods, and of a day."""
    found: tuple[list[int], list[int]] = ([], [])
    for version in ObligationVersion.objects.filter(obligation__live=True).defer("definition") if post else ():
        if post and any(version.schema.is_for(hat.role, leads=hat.leads) for hat in post.hats()):
            found[0 if version.schema.every else 1].append(version.pk)
    return found
