"""A stored file as a response. Whoever calls has asked the policy and written the log."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.files.naming import name_of
from forms.files.opening import LockedAway, content_of, opened
from forms.intake import thumbnail
from forms.models import StoredFile
from portal.downloads import PDF, Bytes, file_response
from portal.privacy.sealing import Unreadable

NOT_HERE = _("This file is not here. It did not arrive, or it has been lost since.")
DAMAGED = _("This file is damaged and cannot be opened any more.")


class Unavailable(Exception):
    """A file that cannot be had; `sentence` says why."""

    def __init__(self, sentence: str | Promise, status: int) -> None:
        super().__init__(str(sentence))
        self.sentence, self.status = sentence, status


def served(
    request: HttpRequest, file: StoredFile, *, shown: bool = True, base_template: str = "base.html"
) -> HttpResponseBase:
    """`shown` in the browser if it is of our own making (see `may_be_shown`), else saved. One range is answered.

    What was locked away, is missing or damaged is answered with a page on the given base that says so.
    """
    try:
        return sent(request, file, shown=shown)
    except Unavailable as not_there:
        return _unavailable(request, base_template, not_there.sentence, status=not_there.status)


def sent(request: HttpRequest, file: StoredFile, *, shown: bool = False) -> HttpResponseBase:
    """The same for a program. Raises Unavailable in place of the page."""
    try:
        content, name = opened(file), name_of(file)
    except LockedAway as refused:
        raise Unavailable(refused.sentence, 403) from None
    except FileNotFoundError:
        raise Unavailable(NOT_HERE, 410) from None
    except Unreadable:
        raise Unavailable(DAMAGED, 410) from None
    return file_response(
        request,
        content,
        file.media_type,
        name,
        shown=shown and may_be_shown(file),
        # Of the sealed bytes: it says nothing about what is inside, and these never change.
        version=file.sha256[:32],
    )


def served_small(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """A small picture of a picture. Raises Http404 when that is not there or not ours."""
    try:
        small = thumbnail(content_of(file)) if may_be_shown(file) and is_picture(file) else None
    except (LockedAway, FileNotFoundError, Unreadable):
        small = None
    if small is None:
        raise Http404
    return file_response(request, Bytes(small), "image/jpeg", name_of(file), shown=True)


def is_picture(file: StoredFile) -> bool:
    return file.media_type.startswith("image/")


def may_be_shown(file: StoredFile) -> bool:
    """Pictures were built anew from their pixels when they came in, letters and receipts were printed here.

    Nothing else that somebody handed in is opened by the browser itself.
    """
    return file.is_ours and (is_picture(file) or file.media_type == PDF)


def _unavailable(request: HttpRequest, base_template: str, sentence: str | Promise, *, status: int) -> HttpResponse:
    context = {"base_template": base_template, "sentence": sentence}
    return render(request, "forms/file_unavailable.html", context, status=status)
