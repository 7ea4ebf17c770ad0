"""The open draft, held by one writer at a time."""

from django.utils.translation import gettext_lazy as _

from forms.models import Draft
from forms.sectioning import section_of
from portal.access.refusal import Refused


class DraftClosed(Refused):
    """The draft was handed in or has expired: nothing more can be written into it."""

    def __init__(self) -> None:
        super().__init__("draft_closed", _("This form was already sent or has expired. Please start a new one."))


class MovedOn(Refused):
    """The draft went over to a newer version of its form a moment ago: what was sent is of the older one."""

    def __init__(self) -> None:
        super().__init__("moved_on", _("This form has just gone over to its new version. Please look at it again."))


class AlreadySigned(Refused):
    """The section is signed: nothing in it is changed before its office opens it again."""

    def __init__(self) -> None:
        super().__init__("already_signed", _("This part is signed. Open it again to change something in it."))


class StaleStep(Refused):
    """Somebody else has saved the step since it was shown: nothing was written."""

    def __init__(self) -> None:
        super().__init__("stale", _("A colleague has saved this page in the meantime. Yours is not saved yet."))


def locked(draft: Draft) -> Draft:
    """The open draft, read afresh and locked until the transaction ends. Raises DraftClosed, MovedOn."""
    fresh = Draft.objects.select_for_update().get(pk=draft.pk)
    if not fresh.is_open:
        raise DraftClosed
    # What was asked of whoever calls is the version it was read with.
    if fresh.version_id != draft.version_id:
        raise MovedOn
    # The key of an open draft never changes.
    fresh.version, fresh.data_key = draft.version, draft.data_key
    return fresh


def demand_writable(draft: Draft, step_key: str, *, shown_at: int | None) -> None:
    """Whether the locked draft takes answers to the step. Raises AlreadySigned, and StaleStep for what was shown at
    a revision before the step was last saved; None where the last one to save wins."""
    schema = draft.version.schema
    demand_unsigned(draft, section_of(schema, schema.step(step_key)))
    if shown_at is not None and shown_at < draft.step_revisions.get(step_key, 0):
        raise StaleStep


def demand_unsigned(draft: Draft, section: str) -> None:
    """Whether the section of the locked draft may still be changed. Raises AlreadySigned."""
    if draft.is_joint and draft.signatures.filter(section=section).exists():
        raise AlreadySigned
