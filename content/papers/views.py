"""A policy document as a file: `pdf/` and `json/` below its page, for whoever may read the page."""

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.models import PolicyPage
from content.outline import outline_of
from content.papers.data import data_of
from content.papers.printing import printed
from portal.pdf import PrintFailed, previewing


@require_safe
def paper(request: HttpRequest, page: PolicyPage) -> HttpResponseBase:
    """On the sheet of GB/T 9704. What cannot be printed is read on the page, which says so."""
    try:
        made = printed(page, page.outline)
    except PrintFailed:
        messages.error(request, _("This document cannot be had as PDF just now. Here is its text."))
        return redirect(page.get_url(request) or "/")
    headers = {"Content-Disposition": content_disposition_header(False, f"{_name(page)}.pdf") or "inline"}
    return _kept_by_reader(request, HttpResponse(made, content_type="application/pdf", headers=headers))


@require_safe
def data(request: HttpRequest, page: PolicyPage) -> HttpResponseBase:
    """As `import_policy --json` has it."""
    return _kept_by_reader(
        request, JsonResponse(data_of(page, page.outline), json_dumps_params={"ensure_ascii": False})
    )


def preview(request: HttpRequest, page: PolicyPage) -> HttpResponse:
    """For whoever edits the page, as it stands in the editor; what keeps it from being printed is said."""
    return previewing.preview(lambda: printed(page, outline_of(page.body), keep=False), name=_name(page))


def _name(page: PolicyPage) -> str:
    return page.document_number or page.title


def _kept_by_reader(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """A browser may keep the file and asks whether it is still good: the page may be changed or closed at any time."""
    etag = quote_etag(hashlib.blake2b(response.content, digest_size=12).hexdigest())
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response
