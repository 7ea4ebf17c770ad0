"""The log of a case: every row carries the digest of the row before it, made with a key that the database lacks."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from portal.directory.models import Post
from portal.privacy.masterkeys import keyed_digest
from workflows.models import Case, Event

# What happens by itself, or is only talk or a reference: after it the last step can still be undone.
_NOTHING_DONE = frozenset(
    {
        "escalated",
        "supervision_opened",
        "deadline_recounted",
        "unanswered",
        "asked_reporter",
        "reporter_wrote",
        "linked",
    }
)
# The same when nobody did it: a pause that ended, or an office that was closed.
_NOTHING_BY_ITSELF = frozenset({"routed", "deadline_resumed", "deadline_restarted"})


def append(case: Case, kind: str, detail: dict[str, Any], *, post: Post | None, at: datetime) -> Event:
    """Add an event to a case whose row the caller has locked; the caller saves the case's new `chain_end`."""
    sequences = case.events.order_by("-sequence").values_list("sequence", flat=True)
    last = (sequences.first() or 0) if case.chain_end else 0
    event = Event(case=case, sequence=last + 1, kind=kind, detail=detail, post=post, at=at)
    event.before = case.chain_end
    event.digest = digest_of(event)
    event.save(force_insert=True)
    case.chain_end = event.digest
    return event


def done_since(case: UUID, sequence: int) -> "QuerySet[Event, Event]":
    """What was done with the case after that event, and cannot be passed over when it is undone."""
    since = Event.objects.filter(case=case, sequence__gt=sequence).exclude(kind__in=_NOTHING_DONE)
    return since.exclude(kind__in=_NOTHING_BY_ITSELF, post=None)


def digest_of(event: Event) -> str:
    """What the event's digest must be, from everything the row says and the digest before it."""
    where = (event.case_id, event.sequence, event.before)
    return digest_of_words(*where, kind=event.kind, detail=event.detail, post=event.post_id, at=event.at)


def digest_of_words(
    case: UUID, sequence: int, before: str, *, kind: str, detail: dict[str, Any], post: int | None, at: datetime
) -> str:
    """The digest of an event that says this."""
    said = {
        "case": str(case),
        "sequence": sequence,
        "kind": kind,
        "detail": detail,
        "post": post,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "before": before,
    }
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return keyed_digest(plain, "case-event")


def broken_links(case: Case) -> list[int]:
    """Sequence numbers at which the chain does not hold; the number after the last one when its end is missing."""
    wrong, before, expected = [], "", 1
    for event in case.events.order_by("sequence"):
        if event.sequence != expected or event.before != before or event.digest != digest_of(event):
            wrong.append(event.sequence)
        before, expected = event.digest, event.sequence + 1
    if before != case.chain_end:
        wrong.append(expected)
    return wrong
