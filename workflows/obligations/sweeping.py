"""What the one sweeper does for obligations at each heartbeat: new periods, records to look at, people to tell.

Three ranges of small indexes are asked, and nothing else while there is nothing to do. Each batch is a transaction of
its own under the lock of its row, which another sweeper that is quicker has.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from forms.models import Record
from portal.calendar.services import calendar_for
from portal.jobs import failures
from portal.locking import locked
from workflows.obligations.ages import alike, turned
from workflows.obligations.looking import look_at
from workflows.obligations.models import Obligation, Owed, OwedQuerySet, Round
from workflows.obligations.periods import ALL, Span, Term, read, rungs, span_at, spans
from workflows.obligations.publishing import in_force
from workflows.obligations.schema import ObligationSchema
from workflows.obligations.telling import tell

RECORDS_AT_ONCE = 200
ROWS_AT_ONCE = 200
AGAIN_AFTER = timedelta(minutes=5)
# After a worker was away for years, or a clock far ahead.
MOST_PERIODS = 60

log = logging.getLogger(__name__)


def sweep(now: datetime, *, until: float) -> int:
    """At most until that moment of `monotonic()`; returns how many records and rows it looked at."""
    today, looked = timezone.localdate(now), 0
    for pk in Obligation.objects.filter(live=True, next_first__lte=today).values_list("pk", flat=True):
        _kept_going(partial(_open_rounds, pk, now))
    for pk in Obligation.objects.filter(live=True, until_age__gt=0).exclude(aged_on=today).values_list("pk", flat=True):
        _kept_going(partial(_come_of_age, pk, now))
    works = [_batch_of_records, _batch_of_rungs]
    while works and monotonic() < until:
        done = [(work, _kept_going(partial(work, now))) for work in works]
        looked += sum(count for _work, count in done)
        works = [work for work, count in done if count]
    return looked


def _kept_going(work: Callable[[], int]) -> int:
    try:
        return work()
    except Exception as error:
        log.error("What is owed on records was put off: %s", failures.describe(error))
        return 0


@transaction.atomic
def _open_rounds(pk: int, now: datetime) -> int:
    """All periods that have begun since the last time: a worker that was away leaves none out."""
    today = timezone.localdate(now)
    row = Obligation.objects.select_for_update(skip_locked=True).filter(pk=pk, next_first__lte=today).first()
    found = in_force(pk=pk) if row else []
    if row is None or row.next_first is None or not found or not found[0].schema.every:
        return 0
    every = found[0].schema.every
    begun = list(spans(every, row.next_first, today))[-MOST_PERIODS:]
    Round.objects.bulk_create([Round(obligation=row, period=span.key) for span in begun], ignore_conflicts=True)
    Obligation.objects.filter(pk=pk).update(next_first=span_at(every, begun[-1].behind).first)
    return len(begun)


@transaction.atomic
def _come_of_age(pk: int, now: datetime) -> int:
    """Whoever has reached the age since the last time: what is not due yet is not owed any more.

    By any duty that ends with it: a birthday is found once.
    """
    today, found = timezone.localdate(now), in_force()
    one = next((one for one in found if one.obligation == pk), None)
    ending = alike(one, found) if one else []
    keys = [other.obligation for other in ending]
    rows = list(Obligation.objects.select_for_update(skip_locked=True).filter(pk__in=keys).order_by("pk"))
    if one is None or len(rows) < len(keys) or all(row.aged_on == today for row in rows):
        return 0
    changed = turned(one, [row.aged_on for row in rows if row.aged_on], today) if one.schema.until_age else []
    for start in range(0, len(changed), RECORDS_AT_ONCE):
        records = _whole(changed[start : start + RECORDS_AT_ONCE])
        for other in ending:
            every = other.schema.every
            look_at(other, records, span_at(every, today) if every else None, now=now, since=today)
    Obligation.objects.filter(pk__in=keys).update(aged_on=today)
    return len(changed)


def _batch_of_records(now: datetime) -> int:
    """Of the first round that no other sweeper looks at just now."""
    for pk in _waiting(now).values_list("pk", flat=True):
        try:
            looked = _look_at_round(pk, now)
        except Exception as error:
            looked = _put_off(Round.objects.filter(pk=pk), now, error)
        if looked:
            return looked
    return 0


def _waiting(now: datetime) -> "QuerySet[Round, Round]":
    return Round.objects.filter(done=False, obligation__live=True).exclude(next_at__gt=now).order_by("pk")


def _put_off(rows: "QuerySet[Any, Any]", now: datetime, error: Exception) -> int:
    """What failed waits, and what comes after it is looked at meanwhile. Returns how many rows that are."""
    log.error("What is owed on records was put off: %s", failures.describe(error))
    return rows.update(next_at=now + AGAIN_AFTER)


@transaction.atomic
def _look_at_round(pk: int, now: datetime) -> int:
    row = _waiting(now).filter(pk=pk).select_for_update(of=("self",), skip_locked=True).first()
    if row is None:
        return 0
    found = in_force(pk=row.obligation_id)
    span = read(row.period)
    if not found or (span is None) != (row.period == ALL):
        Round.objects.filter(pk=row.pk).update(done=True)
        return 1
    records = list(_after(row, found[0].schema))
    look_at(found[0], records, span, now=now)
    after = records[-1].pk if records else row.after
    Round.objects.filter(pk=row.pk).update(after=after, done=len(records) < RECORDS_AT_ONCE)
    return len(records) or 1


def _after(row: Round, schema: ObligationSchema) -> "list[Record]":
    """Locked, as whoever hands in a paper on them locks them: records come before what is owed on them."""
    records = Record.objects.filter(form__key=schema.records).order_by("pk")
    if row.after is not None:
        records = records.filter(pk__gt=row.after)
    return _whole(list(records.values_list("pk", flat=True)[:RECORDS_AT_ONCE]))


def _whole(keys: list[UUID]) -> "list[Record]":
    rows = Record.objects.filter(pk__in=keys).select_related("data_key").order_by("pk").defer("sealed_answers")
    return list(locked(rows.prefetch_related("parties")))


def _batch_of_rungs(now: datetime) -> int:
    """The rows of the organisation and day that have waited longest: their people hear of them together."""
    rows = Owed.objects.select_related("version", "organisation").defer("version__definition")
    like = rows.heard_of(now).filter(obligation__live=True).first()
    if like is None:
        return 0
    try:
        return _climb(like, now)
    except Exception as error:
        # All of them, or each would fail in its turn.
        return _put_off(_like(like).filter(version=like.version_id, next_at__lte=now), now, error)


def _like(row: Owed) -> OwedQuerySet:
    """What the same people hear of on the same days."""
    same = Owed.objects.open().filter(obligation=row.obligation_id, organisation=row.organisation_id, due_at=row.due_at)
    return same.filter(area_code=row.area_code) if row.organisation_id is None else same


@transaction.atomic
def _climb(like: Owed, now: datetime) -> int:
    schema, same = like.version.schema, _like(like)
    waiting = same.filter(version=like.version, climbed=like.climbed, next_at__lte=now)
    rows = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)[:ROWS_AT_ONCE])
    if not rows:
        # Met or taken by another sweeper meanwhile.
        return Owed.objects.filter(pk=like.pk).exclude(state=Owed.State.OPEN).update(next_at=None)
    planned = rungs(schema, _term(like), calendar_for(like.area_code))
    due = [one for one in planned[like.climbed :] if one.at <= now]
    for one in due:
        if schema.ladder[one.number].side == "before" and like.due_at <= now:
            # The worker was away: that it would soon be due helps nobody any more.
            continue
        tell(schema, like, schema.ladder[one.number], number=one.number, count=same.count())
    ahead = planned[like.climbed + len(due) :]
    climbed, next_at = like.climbed + len(due), ahead[0].at if ahead else None
    Owed.objects.filter(pk__in=rows).update(climbed=climbed, next_at=next_at)
    return len(rows)


def _term(row: Owed) -> Term:
    return Term(Span(row.period, row.first, row.first), row.appears_at, row.due_at)
