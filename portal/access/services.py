"""Writing the access log, and opening something in an emergency."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from portal.access import chain, origin
from portal.access.models import SIGN_IN_FAILED, Access, EmergencyAccess
from portal.directory.models import Post, User

LONGEST_PURPOSE = 300
_gathered: ContextVar[list[Access] | None] = ContextVar("gathered", default=None)


@dataclass(frozen=True)
class Purpose:
    """What something is read for. `words` name the open task, never a person; `matter` is what it belongs to."""

    words: str
    matter: UUID | None = None
    emergency: bool = False


def record_reading(target: models.Model, *, by: Post, action: str, purpose: Purpose | str) -> None:
    """Log that sealed data of `target` is about to be shown."""
    _record(target, by=by, action=action, purpose=purpose, allowed=True)


def record_by_portal(target: models.Model, *, action: str, purpose: Purpose | str) -> None:
    """Log what the portal did by itself, in background work or on the command line: nobody's post stands in it."""
    _record(target, by=None, action=action, purpose=purpose, allowed=True)


def record_refusal(target: models.Model, *, by: Post | None, action: str, purpose: Purpose | str = "") -> None:
    _record(target, by=by, action=action, purpose=purpose, allowed=False)


def record_by_code(target: models.Model, *, action: str) -> None:
    """Log that something is shown to whoever has the code of it: the day, and nothing that leads to a person."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    _write(Access(at=midnight, action=action, allowed=True, **_named(target)))


def record_failed_sign_in(user: User | None, *, purpose: str) -> None:
    """`user` is whose name was typed, if there is such a person; a name that nobody has is never kept.

    `purpose` says which door: the password, the code after it, single sign-on.
    """
    target = _named(user) if user else {"object_type": User._meta.label_lower, "object_id": ""}
    address = origin.address()
    _write(Access(user=user, action=SIGN_IN_FAILED, purpose=purpose, allowed=False, address=address, **target))


@contextmanager
def written_together() -> Iterator[None]:
    """Readings recorded inside are written in one statement at the end: nothing read inside may be shown before.

    After an error they are not written, for nothing will be shown. A refusal is written at once.
    """
    rows: list[Access] = []
    token = _gathered.set(rows)
    try:
        yield
    finally:
        _gathered.reset(token)
    Access.objects.bulk_create(rows)


@transaction.atomic
def open_in_emergency(target: models.Model, *, number: str, by: Post, reason: str, hours: int) -> EmergencyAccess:
    """The caller has asked the policy. What is open already stays as it is: asking again makes it no longer."""
    known = EmergencyAccess.objects.live().of(by).filter(matter=target.pk).first()
    if known is not None:
        return known
    until = timezone.now() + timedelta(hours=hours)
    opened = EmergencyAccess.objects.create(matter=target.pk, number=number, post=by, reason=reason, until=until)
    purpose = Purpose(f"{number}: {reason}", matter=target.pk, emergency=True)
    record_reading(target, by=by, action="open_in_emergency", purpose=purpose)
    return opened


@transaction.atomic
def end_emergency(opened: EmergencyAccess, *, by: Post) -> None:
    """Before its time is over; it cannot be taken up again."""
    ended = EmergencyAccess.objects.live().filter(pk=opened.pk).update(ended_at=timezone.now())
    if ended:
        record_reading(opened, by=by, action="end_emergency", purpose=_purpose_of(opened))


@transaction.atomic
def review_emergency(opened: EmergencyAccess, *, by: Post, finding: str) -> None:
    """An auditor says what was found. Once said it stays."""
    now = timezone.now()
    reviewed = EmergencyAccess.objects.unreviewed().filter(pk=opened.pk)
    if reviewed.update(reviewed_at=now, reviewed_by=by, finding=finding):
        record_reading(opened, by=by, action="review_emergency", purpose=_purpose_of(opened))


def _purpose_of(opened: EmergencyAccess) -> Purpose:
    return Purpose(opened.number, matter=opened.matter, emergency=True)


def _record(target: models.Model, *, by: Post | None, action: str, purpose: Purpose | str, allowed: bool) -> None:
    what_for = Purpose(purpose) if isinstance(purpose, str) else purpose
    row = Access(
        user=by.user if by else None,
        post=by,
        action=action,
        purpose=what_for.words[:LONGEST_PURPOSE],
        matter=what_for.matter,
        emergency=what_for.emergency,
        allowed=allowed,
        address=origin.address() if by else "",
        **_named(target),
    )
    _write(row)


def _named(target: models.Model) -> dict[str, str]:
    return {"object_type": target._meta.label_lower, "object_id": str(target.pk)}


def _write(row: Access) -> None:
    row.digest = chain.digest_of(row)
    gathered = _gathered.get()
    if gathered is not None and row.allowed:
        gathered.append(row)
    else:
        row.save(force_insert=True)
