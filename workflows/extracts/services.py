"""Asking for a table file, taking it once, and erasing it after a day."""

from datetime import timedelta
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.models import Form, Record
from portal.access.refusal import Refused
from portal.access.services import record_reading, record_refusal
from portal.directory.models import Post
from portal.jobs.services import enqueue
from portal.locking import locked
from portal.privacy import sealing, streams
from portal.words import readers_language
from workflows.extracts import choosing
from workflows.lists import CaseFilter
from workflows.models import CaseSubmission, Extract
from workflows.models.conflict import shut_out

KEPT_FOR = timedelta(days=1)
MOST_A_DAY = 20
AT_ONCE = 500


def ask(form_key: str, which: CaseFilter, *, kind: str, purpose: str, by: Post) -> Extract:
    """Have the file made in the background. Raises Refused, Form.DoesNotExist."""
    Form.objects.filter(versions__isnull=False, key=form_key)[:1].get()
    return _ask(by, form_key=form_key, which=choosing.stored(which), kind=kind, purpose=purpose)


def ask_for_missed(duty: str, which: dict[str, Any], *, kind: str, purpose: str, by: Post) -> Extract:
    """Of the obligation of that key. Raises Refused. What is in it is asked of the rights when it is made."""
    return _ask(by, subject=Extract.Subject.MISSED, form_key=duty, which=which, kind=kind, purpose=purpose)


def _ask(by: Post, **said: Any) -> Extract:
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=by.pk)
        if Extract.objects.of(by).filter(made_at__gt=timezone.now() - KEPT_FOR).count() >= MOST_A_DAY:
            record_refusal(by, by=by, action="extract", purpose=said["form_key"])
            raise Refused("too_many", _("That was many files for one day. Go on tomorrow, or ask for a wider one."))
        extract = Extract.objects.create(
            post=by, language=readers_language(), expires_at=timezone.now() + KEPT_FOR, **said
        )
        enqueue("workflows.extract", key=extract.job_key, extract_id=str(extract.pk))
        enqueue(
            "workflows.erase_extract",
            key=f"erase:{extract.job_key}",
            run_after=extract.expires_at,
            extract_id=str(extract.pk),
        )
    return extract


def take(extract: Extract, *, by: Post) -> streams.Opened:
    """The file, once, for whoever asked for it. It cannot be opened a second time. Raises Refused.

    Also when something in it was erased, restricted or closed to its owner since: then nobody gets it any more.
    """
    if extract.post_id != by.pk:
        record_refusal(extract, by=by, action="download_extract")
        raise Refused("not_yours", _("This file was made for somebody else."))
    content = _taken(extract, by)
    if content is None:
        erase(extract)
        raise Refused("stale", _("Something in this file may no longer be read. Ask for it again."))
    return content


@transaction.atomic
def _taken(extract: Extract, by: Post) -> streams.Opened | None:
    waiting = locked(Extract.objects.select_related("data_key").filter(pk=extract.pk)).get()
    if not waiting.is_ready or waiting.data_key is None:
        raise Refused("not_there", _("This file is not there any more, or not yet. Ask for it again."))
    if _is_stale(waiting, by):
        return None
    content = streams.opened(storages["sealed"].open(waiting.path), waiting.data_key, place=waiting.place)
    record_reading(waiting, by=by, action="download_extract", purpose=f"{waiting.count}: {waiting.purpose}")
    sealing.erase(waiting.data_key)
    waiting.state = Extract.State.TAKEN
    waiting.save(update_fields=["state"])
    return content


def _is_stale(extract: Extract, by: Post) -> bool:
    """Has something in it been erased since, or restricted so that its owner may not read it any more, or does the
    conflict rule now shut its owner out of it?
    """
    if extract.subject == Extract.Subject.MISSED:
        return _is_stale_list(extract, by)
    held, members = extract.held(), CaseSubmission.objects.select_related("case__version", "submission__version")
    gone = members.filter(submission__data_key__erased_at__gte=extract.made_at) | members.filter(
        shut_out(by, case="case")
    )
    if any(member.submission_id in held for member in gone.iterator()):
        return True
    restricted = (member for member in members.filter(restricted=True).iterator() if member.submission_id in held)
    return any(choosing.as_paper(by, member) is None for member in restricted)


def _is_stale_list(extract: Extract, by: Post) -> bool:
    """Is any of its records erased since, or not seen by its owner any more?"""
    held, seen = sorted(extract.held()), Record.objects.visible_as(by).filter(data_key__wrapped__isnull=False)
    pieces = (held[start : start + AT_ONCE] for start in range(0, len(held), AT_ONCE))
    return any(seen.filter(pk__in=piece).count() < len(piece) for piece in pieces)


def erase(extract: Extract) -> None:
    """Key and file go; the row says what was in it."""
    with transaction.atomic():
        expired = locked(Extract.objects.select_related("data_key").filter(pk=extract.pk)).get()
        path = expired.path
        if expired.data_key is not None and expired.data_key.wrapped is not None:
            sealing.erase(expired.data_key)
        if expired.state != Extract.State.TAKEN:
            expired.state = Extract.State.EXPIRED
        expired.path = ""
        expired.save(update_fields=["state", "path"])
    if path:
        storages["sealed"].delete(path)
