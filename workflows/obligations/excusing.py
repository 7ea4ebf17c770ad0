"""A leader excuses what could not be done, for one of a few reasons; on record, and taken back as easily."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.refusal import Refused
from portal.access.services import Purpose, record_reading
from portal.directory.models import Post
from portal.directory.services import holds
from portal.locking import locked
from workflows.engine import NotPossible
from workflows.measuring.scope import line_of, may_count
from workflows.obligations.models import ExcuseReason, Owed
from workflows.refusing import refusals_kept

State = Owed.State
# In the access log.
EXCUSE, TAKE_BACK = "excuse", "take_back_excuse"


def may_excuse(post: Post, owed: Owed) -> bool:
    """Who leads or oversees the organisation that owes it, or one that it answers to. Nobody excuses who only works."""
    organisation = owed.organisation
    return any(
        may_count(hat)
        and (organisation is None or organisation.function in line_of(hat.organisation.function))
        and holds(hat.organisation.area_id, organisation.area_id if organisation else owed.area_code)
        for hat in post.hats()
    )


def excuse(owed: Owed, *, by: Post, reason: ExcuseReason) -> Owed:
    """Raises Refused for who may not, NotPossible for what is met or not owed."""
    with refusals_kept(owed.record, by, EXCUSE), transaction.atomic():
        row = _locked(owed, by)
        if row.state != State.OPEN:
            raise NotPossible("not_open", _("This is not open any more, so there is nothing to excuse."))
        row.state, row.excused_for, row.excused_by = State.EXCUSED, reason, by
        row.excused_at, row.next_at = timezone.now(), None
        row.save(update_fields=["state", "excused_for", "excused_by", "excused_at", "next_at"])
        _log(row, by, EXCUSE)
    return row


def owe_again(owed: Owed, *, by: Post) -> Owed:
    """The excuse is taken back: it is open, or missed. Raises Refused, NotPossible."""
    with refusals_kept(owed.record, by, TAKE_BACK), transaction.atomic():
        row = _locked(owed, by)
        if row.state != State.EXCUSED:
            raise NotPossible("not_excused", _("This is not excused."))
        row.state, row.excused_for, row.excused_by, row.excused_at = State.OPEN, "", None, None
        # The sweeper finds out who has to hear of it, now or later.
        row.next_at = timezone.now()
        row.save(update_fields=["state", "excused_for", "excused_by", "excused_at", "next_at"])
        _log(row, by, TAKE_BACK)
    return row


def _locked(owed: Owed, by: Post) -> Owed:
    row = locked(Owed.objects.select_related("organisation", "record").filter(pk=owed.pk)).get()
    if not may_excuse(by, row):
        raise Refused("not_your_line", _("What an office owes is excused by who leads it, or by an office above it."))
    return row


def _log(row: Owed, by: Post, action: str) -> None:
    purpose = Purpose(f"{row.record.number} {row.period} {row.excused_for}".strip(), matter=row.record_id)
    record_reading(row.record, by=by, action=action, purpose=purpose)
