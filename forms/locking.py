"""The open draft, held by one writer at a time."""

from django.utils.translation import gettext_lazy as _

from forms.models import Draft
from portal.access.refusal import Refused


class DraftClosed(Refused):
    """The draft was handed in or has expired: nothing more can be written into it."""

    def __init__(self) -> None:
        super().__init__("draft_closed", _("This form was already sent or has expired. Please start a new one."))


def locked(draft: Draft) -> Draft:
    """The open draft, read afresh and locked until the transaction ends. Raises DraftClosed."""
    fresh = Draft.objects.select_for_update().get(pk=draft.pk)
    if not fresh.is_open:
        raise DraftClosed
    # Its version never changes, and the key of an open draft neither.
    fresh.version, fresh.data_key = draft.version, draft.data_key
    return fresh
