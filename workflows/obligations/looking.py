"""Records looked at: what each owes in a period is written down, and what it does not owe any more is dropped.

Looked at twice, by two sweepers, or after being killed, a record owes nothing twice: the table has one row for
each obligation, record and period.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from forms.compartments import is_clear
from forms.logic.moments import read as read_moment
from forms.models import Record
from forms.models.record import registers
from portal.calendar.reckoning import WorkCalendar
from portal.calendar.services import calendar_for, calendars_for
from portal.directory.models import Organisation
from workflows import guards
from workflows.obligations import ages
from workflows.obligations.check import RECORD
from workflows.obligations.earlier import Done, done_in
from workflows.obligations.models import Owed
from workflows.obligations.people import Holders
from workflows.obligations.periods import Span, Term, expiring, is_owed, rungs, span_at, term
from workflows.obligations.publishing import InForce

State = Owed.State
Wanted = dict[tuple[UUID, str], Term]


@dataclass(frozen=True)
class Ended:
    """Of a form, what is not owed any more since its rule stopped to hold."""

    form: str
    due_at: datetime


def look_again(record: Record, found: Sequence[InForce], *, now: datetime) -> None:
    """At one record that was opened, revised or erased, for the period that lasts.

    First at what is not owed any more: the same form by another rule may come in its place.
    """
    today, ended = timezone.localdate(now), list[Ended]()
    if record.is_erased:
        ages.forget(record)
    else:
        for one in found:
            ages.learn(one, [record], now)
    for one in sorted(found, key=lambda one: is_under(one, record, now)):
        span = span_at(one.schema.every, today) if one.schema.every else None
        gone = look_at(one, [record], span, now=now, since=today, instead_of=ended)
        ended += [Ended(one.schema.form, row.due_at) for row in gone]


def look_at(
    one: InForce,
    records: Sequence[Record],
    span: Span | None,
    *,
    now: datetime,
    since: date | None = None,
    instead_of: Sequence[Ended] = (),
) -> list[Owed]:
    """At these records of the register, with their parties; `span` is None where a day of the record counts.

    `since`: when what they say now began to hold, for records that owed nothing before; None is when they were opened.
    `instead_of` is what the record owed until now. Returns what is not owed any more.
    """
    clear, calendars, over = clear_fields(one), calendars_of(one, records), ages.over(one, records, now)
    there = {(row.record_id, row.period): row for row in _there(one, records, span)}
    wanted: Wanted = {}
    for record in records:
        if record.is_erased or record.pk in over or not holds(one, record, clear, now):
            continue
        found = _term(one, record, span, calendars[record.area_code])
        if found is None:
            continue
        key = (record.pk, found.span.key)
        if key in there or span is None or is_owed(one.schema, span, _since(one, record, since)):
            wanted[key] = found
        elif any(before.form == one.schema.form and before.due_at <= found.due_at for before in instead_of):
            # It had to be done by then all the same.
            wanted[key] = found
    return _write(one, records, there, wanted, calendars, now, span)


def calendars_of(one: InForce, records: Sequence[Record]) -> Mapping[str, WorkCalendar]:
    """By place of record: where no working days are counted, one calendar is as good as another."""
    codes = {record.area_code for record in records}
    return calendars_for(codes) if one.schema.working else dict.fromkeys(codes, calendar_for())


def clear_fields(one: InForce) -> frozenset[str]:
    """What rules may look at now, whatever it was when it was answered."""
    register = next((schema for schema in registers().values() if schema.key == one.schema.records), None)
    return frozenset(field.key for field in register.fields() if is_clear(field)) if register else frozenset()


def holds(one: InForce, record: Record, clear: frozenset[str], now: datetime) -> bool:
    """A rule that cannot be decided holds: better a visit too many than a child nobody looks after."""
    if one.schema.when is None:
        return True
    said = {key: answer for key, answer in record.open_answers.items() if key in clear}
    try:
        return guards.holds(one.schema.when, {RECORD: {one.schema.records: said}}, now)
    except guards.Undecidable:
        return True


def is_under(one: InForce, record: Record, now: datetime) -> bool:
    """Whether it is owed on that record at all."""
    return not record.is_erased and holds(one, record, clear_fields(one), now) and not ages.over(one, [record], now)


def row_of(
    one: InForce, record: Record, found: Term, organisation: Organisation | None, calendar: WorkCalendar, **more: Any
) -> Owed:
    """Not yet written."""
    planned = rungs(one.schema, found, calendar)
    return Owed(
        obligation_id=one.obligation,
        version=one.version,
        record=record,
        period=found.span.key,
        first=found.span.first,
        organisation=organisation,
        area_code=record.area_code,
        appears_at=found.appears_at,
        due_at=found.due_at,
        **{"next_at": planned[0].at if planned else None, **more},
    )


def _since(one: InForce, record: Record, since: date | None) -> date:
    return max(one.began_on, since or timezone.localdate(record.opened_at))


def _term(one: InForce, record: Record, span: Span | None, calendar: WorkCalendar) -> Term | None:
    if span is not None:
        return term(one.schema, span, calendar)
    day = _day_in(record.open_answers.get(one.schema.expiry), calendar)
    found = expiring(one.schema, day, calendar) if day else None
    return found if found and found.due_at.date() >= one.began_on else None


def _day_in(answer: Any, calendar: WorkCalendar) -> date | None:
    found = read_moment(answer, calendar.zone) if isinstance(answer, str) else None
    return found.date() if isinstance(found, datetime) else found


def _there(one: InForce, records: Sequence[Record], span: Span | None) -> list[Owed]:
    rows = Owed.objects.filter(obligation=one.obligation, record__in=[record.pk for record in records])
    return list(rows.filter(period=span.key) if span else rows)


def _write(
    one: InForce,
    records: Sequence[Record],
    there: Mapping[tuple[UUID, str], Owed],
    wanted: Wanted,
    calendars: Mapping[str, WorkCalendar],
    now: datetime,
    span: Span | None,
) -> list[Owed]:
    holders, by_pk = Holders(one.schema, records), {record.pk: record for record in records}
    missing = {key: found for key, found in wanted.items() if key not in there}
    not_due = {key: row for key, row in there.items() if row.due_at > now}
    again = [pk for (pk, key), row in not_due.items() if (pk, key) in wanted and row.state == State.DROPPED]
    done = done_in(one, [*(pk for pk, _key in missing), *again], span, now=now)
    new = [
        row_of(one, by_pk[pk], found, holders.of(by_pk[pk]), calendars[by_pk[pk].area_code], **_met(done.get(pk)))
        for (pk, _key), found in missing.items()
    ]
    Owed.objects.bulk_create(new, ignore_conflicts=True)
    gone = [row for key, row in not_due.items() if key not in wanted and row.state == State.OPEN]
    Owed.objects.filter(pk__in=[row.pk for row in gone], state=State.OPEN).update(state=State.DROPPED, next_at=None)
    kept = {key: row for key, row in not_due.items() if key in wanted}
    for key, row in kept.items():
        _bring_up_to_date(one, row, wanted[key], by_pk[row.record_id], holders, calendars, now)
        if row.state == State.DROPPED and row.record_id in done:
            Owed.objects.filter(pk=row.pk, state=State.OPEN).update(**_met(done[row.record_id]))
    return gone


def _met(done: Done | None) -> dict[str, Any]:
    if done is None:
        return {}
    submission, day = done
    return {"state": State.MET, "met_by": submission, "met_on": day, "next_at": None}


def _bring_up_to_date(
    one: InForce,
    row: Owed,
    found: Term,
    record: Record,
    holders: Holders,
    calendars: Mapping[str, WorkCalendar],
    now: datetime,
) -> None:
    """What is not due yet goes with the record to its new place, and by the newest version. What is met stays."""
    if row.state not in (State.OPEN, State.DROPPED):
        return
    holder = holders.of(record)
    if (row.version_id, row.area_code, row.state) == (one.version.pk, record.area_code, State.OPEN) and (
        row.organisation_id == (holder.pk if holder else None)
    ):
        return
    new = row_of(one, record, found, holder, calendars[record.area_code])
    # Whoever owes it now has heard of none of its rungs.
    again = _known(row) != _known(new) or row.state == State.DROPPED
    heard = Q(pk=row.pk, state__in=[State.OPEN, State.DROPPED])
    Owed.objects.filter(heard).update(
        version=new.version,
        organisation=new.organisation,
        area_code=new.area_code,
        appears_at=new.appears_at,
        due_at=new.due_at,
        state=State.OPEN,
        **({"climbed": 0, "next_at": new.next_at} if again else {}),
    )


def _known(row: Owed) -> tuple[Any, ...]:
    """What people were told: of which version, when it is due, and who owes it; of nobody's, where."""
    return row.version_id, row.due_at, row.organisation_id or row.area_code
