"""What whoever holds a token goes on with, and the version it is of: read with as little as that takes."""

from uuid import UUID

from django.utils.crypto import constant_time_compare
from wagtail.fields import StreamField

from forms.models import Draft, Form, FormVersion
from portal.pagecache import remembered
from portal.privacy.masterkeys import keyed_digest

PAGE = "page:"
# Long, and not needed to fill a form in: the version's definition is known by its checksum.
UNREAD = ("definition", *(f"form__{field.name}" for field in Form._meta.fields if isinstance(field, StreamField)))


def held_draft(draft_id: UUID, token: str) -> Draft | None:
    """The draft that was begun on a page, when the token is its own. Submitted ones too."""
    draft = next(iter(Draft.objects.select_related("data_key").filter(pk=draft_id)), None)
    if draft is None or not draft.occasion.startswith(PAGE):
        return None
    if not constant_time_compare(draft.token_digest or "", keyed_digest(token, "draft")):
        return None
    if version := known_version(draft.version_id):
        draft.version = version
    return draft


def known_version(number: int) -> FormVersion | None:
    """A version with its form. It never changes, and publishing purges what is remembered of the form."""
    versions = FormVersion.objects.select_related("form").defer(*UNREAD)
    version: FormVersion | None = remembered(f"version:{number}", versions.filter(pk=number).first)
    return version


def newest_version(form: int) -> FormVersion | None:
    """Of the form with that id: what is begun now."""
    versions = FormVersion.objects.filter(form=form).order_by("-number").values_list("pk", flat=True)
    number: int | None = remembered(f"newest:{form}", versions.first)
    return known_version(number) if number is not None else None
