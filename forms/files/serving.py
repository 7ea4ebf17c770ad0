"""A stored file as a response. Whoever calls has asked the policy and written the log."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from forms.files.naming import name_of
from forms.files.opening import content_of, opened
from forms.intake import thumbnail
from forms.models import StoredFile
from portal.downloads import PDF, Bytes, file_response


def served(request: HttpRequest, file: StoredFile, *, shown: bool = True) -> HttpResponseBase:
    """`shown` in the browser if it is of our own making (see `may_be_shown`), else saved. One range is answered."""
    return file_response(
        request,
        opened(file),
        file.media_type,
        name_of(file),
        shown=shown and may_be_shown(file),
        # Of the sealed bytes: it says nothing about what is inside, and these never change.
        version=file.sha256[:32],
    )


def served_small(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """A small picture of a picture."""
    return file_response(request, Bytes(thumbnail(content_of(file))), "image/jpeg", name_of(file), shown=True)


def is_picture(file: StoredFile) -> bool:
    return file.media_type.startswith("image/")


def is_made_here(file: StoredFile) -> bool:
    """Printed by the portal: a receipt or a letter. What people hand in stands in a field, whose key has no colon."""
    return file.field_key == "receipt" or file.field_key.startswith("letter:")


def may_be_shown(file: StoredFile) -> bool:
    """Pictures were rebuilt from their pixels when they came in, letters and receipts were printed here.

    Nothing else that somebody handed in is opened by the browser itself.
    """
    return is_picture(file) or (is_made_here(file) and file.media_type == PDF)
