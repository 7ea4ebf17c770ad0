"""The chain of the access log: every row is tied to the row before it by digests whose key the database lacks.

A row is signed when it is written, and tied into the chain a few seconds later by the worker. So nobody who reads a
page waits for anybody else who reads one, and still no row can be changed, taken out or put in between unnoticed.
See docs/decisions/0010-access-log-in-two-steps.md.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.models import Access, LogEnd
from portal.privacy.masterkeys import keyed_digest

log = logging.getLogger("portal.access")

AT_ONCE = 500
# A worker has more to do: what is left waits for the next heartbeat.
MOST_BATCHES = 10
SAID_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Fault:
    """Where the log does not hold. `row` is the row's number, None when the row itself is missing."""

    row: int | None
    sequence: int | None
    sentence: str | Promise


def digest_of(row: Access) -> str:
    """What the row's own digest must be, from everything that it says."""
    said = {
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "user": row.user_id,
        "post": row.post_id,
        "action": row.action,
        "object": [row.object_type, row.object_id],
        "purpose": row.purpose,
        "matter": str(row.matter) if row.matter else None,
        "allowed": row.allowed,
        "emergency": row.emergency,
        "address": row.address,
    }
    return _keyed(said, "access")


def link_of(row: Access, *, before: str) -> str:
    """What the row's link must be: the row with its place, tied to the link before it."""
    return _keyed({"before": before, "sequence": row.sequence, "row": row.pk, "digest": row.digest}, "access-link")


def link_waiting() -> int:
    """Tie in the rows that are not yet; returns how many. Any number of workers may do so at once."""
    total = 0
    for _batch in range(MOST_BATCHES):
        if not Access.objects.unlinked().exists():
            break
        total += _link_some()
    return total


@transaction.atomic
def _link_some() -> int:
    """The end of the chain is locked, so it is made longer by one at a time and never forks."""
    LogEnd.objects.get_or_create(pk=LogEnd.ONLY)
    end = LogEnd.objects.select_for_update().get(pk=LogEnd.ONLY)
    rows = list(Access.objects.unlinked()[:AT_ONCE])
    for row in rows:
        row.sequence = end.sequence + 1
        row.link = link_of(row, before=end.link)
        end.sequence, end.link = row.sequence, row.link
    # The one change that a row ever sees; the guards in the database know it.
    Access._base_manager.bulk_update(rows, ["sequence", "link"], batch_size=100)
    _say(end)
    end.save()
    return len(rows)


def _say(end: LogEnd) -> None:
    """Tell the end to the portal's own log, kept elsewhere: a log that was cut back and made anew contradicts it."""
    now = timezone.now()
    if end.said_at is None or now - end.said_at >= SAID_EVERY:
        end.said_at = now
        log.info("The access log ends at %s", end)


def faults(*, known_end: str = "") -> Iterator[Fault]:
    """Every place at which the log does not hold. `known_end`: an end as it was said once, as `sequence:link`."""
    before, expected = "", 1
    for row in Access.objects.exclude(sequence=None).order_by("sequence").iterator(chunk_size=2000):
        assert row.sequence is not None  # noqa: S101  # nosec B101 -- the query says so
        if row.sequence != expected:
            yield Fault(None, expected, _("rows are missing before this one"))
        if row.digest != digest_of(row):
            yield Fault(row.pk, row.sequence, _("the row was changed"))
        if row.link != link_of(row, before=before):
            yield Fault(row.pk, row.sequence, _("the row does not follow the one before it"))
        before, expected = row.link, row.sequence + 1
    yield from _at_the_end(expected - 1, before)
    yield from _beside_the_chain()
    if known_end:
        yield from _since(known_end)


def _at_the_end(sequence: int, link: str) -> Iterator[Fault]:
    end = LogEnd.objects.filter(pk=LogEnd.ONLY).first() or LogEnd()
    if (end.sequence, end.link) != (sequence, link):
        yield Fault(None, end.sequence, _("the end of the log is missing"))


def _beside_the_chain() -> Iterator[Fault]:
    """Rows that wait to be tied in, and rows that stand there twice."""
    for row in Access.objects.unlinked().iterator(chunk_size=2000):
        if row.digest != digest_of(row):
            yield Fault(row.pk, None, _("the row was changed"))
    twice = Access.objects.order_by().values("digest").annotate(times=Count("pk")).filter(times__gt=1)
    for row in Access.objects.filter(digest__in=twice.values("digest")).order_by("pk").iterator(chunk_size=2000):
        yield Fault(row.pk, row.sequence, _("the row stands there more than once"))


def _since(known_end: str) -> Iterator[Fault]:
    sequence, _colon, link = known_end.partition(":")
    row = Access.objects.filter(sequence=int(sequence)).first() if sequence.isdecimal() else None
    if row is None or row.link != link:
        yield Fault(None, None, _("the log does not contain the end that was given"))


def _keyed(said: dict[str, Any], purpose: str) -> str:
    return keyed_digest(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")), purpose)
