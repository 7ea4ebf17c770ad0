"""A file that somebody handed in, as a response: no cache keeps it, and no browser takes it for a page.

Any one part of it can be asked for, so that a download over a bad connection goes on where it broke off.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

PDF = "application/pdf"
# One range. Of several, RFC 9110 (14.2) lets a server send the whole, which every reader understands.
ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII)


# What is no larger leaves in one piece: should it not open, that is known before anything has left.
ONE_PIECE = 64 * 1024


class Content(Protocol):
    """What can be read from anywhere; closed when the response is."""

    @property
    def size(self) -> int: ...

    def between(self, start: int, stop: int) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class Bytes:
    """Content that is in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def between(self, start: int, stop: int) -> Iterator[bytes]:
        yield self._data[start:stop]

    def close(self) -> None:
        """Nothing is open."""


class CannotSatisfy(Exception):
    """A range that begins behind the end."""


def file_response(
    request: HttpRequest, content: Content, media_type: str, name: str, *, shown: bool, version: str = ""
) -> HttpResponseBase:
    """`shown` in the browser, else saved under its name. `version` names these very bytes and no others."""
    try:
        part = _asked_for(request, content.size, version)
    except CannotSatisfy:
        response: HttpResponseBase = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{content.size}"
        content.close()
    else:
        response = _response(request, content, part)
        response.headers["Content-Type"] = media_type
        response.headers["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    return _guarded(response, version, sandboxed=not (shown and media_type == PDF))


def _guarded(response: HttpResponseBase, version: str, *, sandboxed: bool) -> HttpResponseBase:
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    if version:
        response.headers["ETag"] = f'"{version}"'
    if sandboxed:  # a browser's own reader of PDF does not start in a sandbox
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _response(request: HttpRequest, content: Content, part: range | None) -> HttpResponseBase:
    wanted = range(content.size) if part is None else part
    body = _Closing(content, wanted if request.method != "HEAD" else wanted[:0])
    small = len(body) <= ONE_PIECE
    response: HttpResponseBase = HttpResponse(body) if small else StreamingHttpResponse(body)
    response.status_code = 200 if part is None else 206
    response.headers["Content-Length"] = str(len(wanted))
    if part is not None:
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{content.size}"
    return response


class _Closing(Iterable[bytes]):
    """A part of the content; Django closes what it streams, and with it the content."""

    def __init__(self, content: Content, part: range) -> None:
        self._content, self._part = content, part

    def __len__(self) -> int:
        return len(self._part)

    def __iter__(self) -> Iterator[bytes]:
        return self._content.between(self._part.start, self._part.stop)

    def close(self) -> None:
        self._content.close()


def _asked_for(request: HttpRequest, size: int, version: str) -> range | None:
    """The part the request asks for; None for the whole. A range means something to GET only (RFC 9110, 14.2).

    If-Range: somebody who has part of other bytes gets the whole. Without a version nothing can be continued.
    """
    found = ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or found is None or request.headers.get("If-Range", f'"{version}"') != f'"{version}"':
        return None
    first, last, length = found.groups()
    start = max(0, size - int(length)) if length else int(first)
    stop = min(size, int(last) + 1) if last else size
    if last and int(last) < int(first):
        return None
    if start >= size:
        raise CannotSatisfy
    return range(start, stop)
