"""A file that somebody handed in, as a response: no cache keeps it and no browser takes it for a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

PDF = "application/pdf"


def file_response(data: bytes, media_type: str, name: str, *, shown: bool) -> HttpResponse:
    """`shown` in the browser, else saved under its name."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    if not (shown and media_type == PDF):  # a browser's own reader of PDF does not start in a sandbox
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
