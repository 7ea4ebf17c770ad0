"""A request that is too large, made small enough on its way in: words stay, files that are too large are left out.

Somebody without a script sends the answers of a step and a file in one request. Were it refused whole, what was typed
would be gone. So the body is read as it arrives and written again without such files; at no time is there more of it
here than a request may be large. The view learns from `left_out` what is missing. Only a view that says it looks there
(`without_large_files`) gets such a request at all; for any other it stays too large (portal/bodylimit.py).
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from portal.spool import Spool

LEFT_OUT = "portal.left_out"
MARK = "gets_left_out"
View = TypeVar("View", bound=Callable[..., Any])


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class LeftOut:
    """A file that was sent and not kept."""

    field: str
    name: str
    size: int


def left_out(request: HttpRequest) -> list[LeftOut]:
    """The files that are missing in this request, in the order they came; none when it arrived whole."""
    missing: list[LeftOut] = request.META.get(LEFT_OUT, [])
    return missing


def without_large_files(view: View) -> View:
    """Mark a view that tells people of `left_out`."""
    setattr(view, MARK, True)
    return view


def may_be_thin(view: Callable[..., Any]) -> bool:
    return getattr(view, MARK, False)


def thin(environ: dict[str, Any], stream: Stream, *, largest: int, largest_file: int) -> bool:
    """Read the body of `environ` from the stream and put a smaller one there, if that is possible.

    Files of more than `largest_file` bytes are left out, and those for which there is no room in `largest` any more.
    False: this is no form, or one with too many words. Then `environ` is as it was, and some of the stream may be read.
    """
    # What is typed, with the names of the fields it stands in, comes on top of the files.
    body = Body(most=largest - 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE, largest_file=largest_file)
    try:
        values, _files = MultiPartParser(environ, stream, [body]).parse()  # type: ignore[arg-type]  # it only calls read
    except (MultiPartParserError, SuspiciousOperation):
        return False
    for name, texts in values.lists():
        for text in texts:
            body.add_text(name, text)
    size = body.close()
    if size > largest:
        return False
    environ.update(
        {
            "wsgi.input": body.written,
            "CONTENT_LENGTH": str(size),
            "CONTENT_TYPE": body.media_type,
            LEFT_OUT: body.missing,
        }
    )
    return True


class Body(FileUploadHandler):
    """Written as the parts of another one arrive."""

    def __init__(self, *, most: int, largest_file: int) -> None:
        super().__init__()
        self.written = Spool()
        self.missing: list[LeftOut] = []
        self._most, self._largest_file = most, largest_file
        self._edge = secrets.token_hex(16)
        self._begun_at = self._size = 0

    @property
    def media_type(self) -> str:
        return f"multipart/form-data; boundary={self._edge}"

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._begun_at, self._size = self.written.tell(), 0
        kind = "".join(character for character in self.content_type or "" if character.isprintable())
        self._head(f'name="{_quoted(self.field_name)}"; filename="{_quoted(self.file_name)}"', kind)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size = start + len(raw_data)
        if self._fits():
            self.written.write(raw_data)

    def file_complete(self, file_size: int) -> None:
        if self._fits():
            self.written.write(b"\r\n")
            return
        self.missing.append(LeftOut(self.field_name or "", self.file_name or "", file_size))
        self._take_back()

    def upload_interrupted(self) -> None:
        self._take_back()

    def _take_back(self) -> None:
        self.written.seek(self._begun_at)
        self.written.truncate()

    def _fits(self) -> bool:
        # Once it does not, it never does again: only the size grows.
        return self._size <= self._largest_file and self._begun_at + self._size <= self._most

    def add_text(self, name: str, text: str) -> None:
        self._head(f'name="{_quoted(name)}"')
        self.written.write(text.encode() + b"\r\n")

    def close(self) -> int:
        """The size of it all; from here on it can be read."""
        self.written.write(f"--{self._edge}--\r\n".encode())
        size = self.written.tell()
        self.written.seek(0)
        return size

    def _head(self, naming: str, kind: str = "") -> None:
        said = f"Content-Type: {kind}\r\n" if kind else ""
        self.written.write(f"--{self._edge}\r\nContent-Disposition: form-data; {naming}\r\n{said}\r\n".encode())


def _quoted(text: str | None) -> str:
    """As browsers write names in forms."""
    return (text or "").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
