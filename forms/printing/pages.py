"""The blank form of a page of the site, for whoever may fill it in there."""

from threading import Lock

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from forms.models import FormPage, FormVersion
from forms.printing.blank import Edition, print_blank
from portal import docx
from portal.pagecache import remembered
from portal.words import readers_language

# Printing takes seconds: who asks at the same time waits for the one sheet that is being made.
_ONE_AT_A_TIME = Lock()


def blank(request: HttpRequest, page: FormPage) -> HttpResponse:
    """The version that would be begun now, as PDF; nothing for who may not begin it now."""
    version = page.form.current_version
    if not page.is_open or version is None or not page.may_be_begun_by(request.user):
        raise Http404
    return as_pdf(_made(version, page.get_full_url(request)), f"{page.form.key}-{version.number}")


def as_pdf(data: bytes, name: str) -> HttpResponse:
    """Shown by the browser."""
    return _file(data, f"{name}.pdf", "application/pdf", saved=False)


def as_word(data: bytes, name: str) -> HttpResponse:
    """Saved, to be opened elsewhere."""
    return _file(data, f"{name}.docx", docx.MEDIA_TYPE, saved=True)


def _file(data: bytes, name: str, media_type: str, *, saved: bool) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=saved, filename=name) or "attachment"
    return response


def _made(version: FormVersion, address: str) -> bytes:
    language = readers_language()
    edition = Edition(version.number, version.checksum, address)
    # Of the day: options come and go by the day.
    name = f"blank:{version.pk}:{version.checksum}:{language}:{address}:{timezone.localdate()}"
    with _ONE_AT_A_TIME:
        data: bytes = remembered(name, lambda: print_blank(version.schema, edition, language=language))
    return data
