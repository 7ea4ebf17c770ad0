"""Duties that end when somebody comes of age: known is a keyed digest of that day, never the day.

The sweeper asks each day whose digest is that of the day, and opens nothing. A record is opened once, when it is first
looked at for such a duty, and whenever it is revised: to make the digest, and to show nobody anything.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from forms.logic.moments import read as read_moment
from forms.models import Record
from portal.privacy.digests import keyed_digest
from workflows.obligations.models import ComingOfAge
from workflows.obligations.publishing import InForce

PURPOSE = "coming of age"


def over(one: InForce, records: Sequence[Record], now: datetime) -> set[UUID]:
    """Those of these records on which nothing is owed any more."""
    if one.schema.until_age is None:
        return set()
    rows = _rows(one).filter(record__in=[record.pk for record in records])
    found = dict(rows.values_list("record", "reached"))
    found |= learn(one, [record for record in records if record.pk not in found and not record.is_erased], now)
    return {pk for pk, reached in found.items() if reached}


def learn(one: InForce, records: Sequence[Record], now: datetime) -> dict[UUID, bool]:
    """By record, whether that day has come, by what the record says now."""
    if one.schema.until_age is None or not records:
        return {}
    whole = Record.objects.select_related("data_key").in_bulk([record.pk for record in records])
    rows = [_row(one, record, timezone.localdate(now)) for record in whole.values()]
    ComingOfAge.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["record", "field", "years"],
        update_fields=["digest", "reached"],
    )
    return {row.record_id: row.reached for row in rows}


def forget(record: Record) -> None:
    """It was erased."""
    ComingOfAge.objects.filter(record=record).delete()


def alike(one: InForce, found: Iterable[InForce]) -> list[InForce]:
    """Those of them that end on the same day of the same records, itself among them."""
    return [other for other in found if _end(other) == _end(one)]


def turned(one: InForce, seen: Collection[date], today: date) -> list[UUID]:
    """Records for which the day has come since it was looked on those days; or has not, when the clock went back.

    In order, and once for all duties that are `alike`.
    """
    looked = {today, *seen}
    days = {_digest(day): day for day in _days(min(looked) - timedelta(days=2), max(looked))}
    changed: list[UUID] = []
    for reached in (True, False):
        digests = [digest for digest, day in days.items() if (day <= today) is reached]
        rows = _rows(one).filter(digest__in=digests, reached=not reached)
        changed += rows.values_list("record", flat=True)
        rows.update(reached=reached)
    return sorted(changed)


def day_of(born: date, years: int) -> date:
    """The birthday; of who was born on a leap day the first of March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _rows(one: InForce) -> Any:
    register, field, years = _end(one)
    return ComingOfAge.objects.filter(record__form__key=register, field=field, years=years)


def _end(one: InForce) -> tuple[str, str, int]:
    return one.schema.records, one.schema.born, one.schema.until_age or 0


def _row(one: InForce, record: Record, today: date) -> ComingOfAge:
    said = None if record.is_erased else record.unsealed().get(one.schema.born)
    born = read_moment(said, timezone.get_default_timezone()) if isinstance(said, str) else None
    born = born.date() if isinstance(born, datetime) else born
    years = one.schema.until_age or 0
    row = ComingOfAge(record=record, field=one.schema.born, years=years)
    if born is not None:
        day = day_of(born, years)
        row.digest, row.reached = _digest(day), day <= today
    return row


def _digest(day: date) -> str:
    return keyed_digest(day.isoformat(), PURPOSE)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
