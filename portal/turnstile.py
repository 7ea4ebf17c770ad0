"""Requests enter Django one at a time, and only when they have arrived whole.

The web server hands a request over when its headers are there. A phone with a bad connection then needs a minute for
its photos, and would hold a thread of Django, with its database connection, for that long. So the server's threads
(cheap, many) wait for bodies; one thread in each process does all the work. On SQLite that is also the quickest:
more threads make the slowest answers ten times slower.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from queue import SimpleQueue
from typing import Any, BinaryIO, cast

from portal.spool import Spool
from portal.thinning import thin

log = logging.getLogger(__name__)

CHUNK = 64 * 1024
# A browser that is still sending does not read the answer, so what is too large is taken too, up to this many times
# the largest that is kept: a film of some minutes. Its words are kept (portal/thinning.py), the rest is thrown away.
TAKEN = 8

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Turnstile:
    """WSGI middleware around Django. `largest` is the size in bytes of the largest body that is kept.

    Of a form that is larger, files of more than `largest_file` bytes are left out.
    """

    def __init__(self, application: Application, *, largest: int, largest_file: int) -> None:
        self._application = application
        self._largest, self._largest_file = largest, largest_file
        self._requests: SimpleQueue[tuple[Environ, StartResponse, SimpleQueue[Any]]] = SimpleQueue()
        self._answers = threading.local()
        self._starting = threading.Lock()
        self._inside: threading.Thread | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if _has_body(environ) and not self._take_body(environ):
            # Whoever sent it is gone; half a report must not look like a whole one.
            start_response("400 Bad Request", [("Content-Length", "0"), ("Connection", "close")])
            return []
        return self._pass(environ, start_response)

    def _take_body(self, environ: Environ) -> bool:
        """Replace the body on its way by one that is here. False when it broke off."""
        announced = _length(environ)
        if announced is not None and announced > self._largest:
            return self._take_what_is_too_large(environ, announced)
        body, size = _received(environ["wsgi.input"], most=self._largest + 1 if announced is None else announced)
        environ["wsgi.input"] = body
        environ["CONTENT_LENGTH"] = str(size)
        return announced is None or size == announced

    def _take_what_is_too_large(self, environ: Environ, announced: int) -> bool:
        """Leave a smaller body, or none and the length that Django refuses it by."""
        arriving = Arriving(environ["wsgi.input"], announced)
        environ["wsgi.input"] = BytesIO()
        if announced > TAKEN * self._largest:
            return True
        thinned = thin(environ, arriving, largest=self._largest, largest_file=self._largest_file)
        arriving.throw_away()
        return arriving.left == 0 or not thinned

    def _pass(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Have the thread inside answer."""
        if self._inside is None:
            self._open()
        answers: SimpleQueue[Any] | None = getattr(self._answers, "queue", None)
        if answers is None:
            answers = self._answers.queue = SimpleQueue()
        self._requests.put((environ, start_response, answers))
        answer = answers.get()
        if isinstance(answer, BaseException):
            # Not raised to the server: it would print the text of the exception, which may be about a person.
            log.error("Django could not answer", exc_info=answer)
            start_response("500 Internal Server Error", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return []
        return cast(Iterable[bytes], answer)

    def _open(self) -> None:
        """On the first request, because a thread would not survive the server's fork."""
        with self._starting:
            if self._inside is None:
                self._inside = threading.Thread(target=self._work, name="django", daemon=True)
                self._inside.start()

    def _work(self) -> None:
        while True:
            environ, start_response, answers = self._requests.get()
            try:
                answers.put(_complete(self._application(environ, start_response)))
            except BaseException as error:
                answers.put(error)


def _complete(response: Iterable[bytes]) -> Iterable[bytes]:
    """An ordinary answer leaves as one piece and is closed here; a stream is left to the thread that sends it."""
    if getattr(response, "streaming", True):
        return response
    try:
        return [b"".join(response)]
    finally:
        close = getattr(response, "close", None)
        if close is not None:
            close()


def _has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH", "0") not in {"", "0"} or "HTTP_TRANSFER_ENCODING" in environ


def _length(environ: Environ) -> int | None:
    """What Content-Length says; None when the body comes in chunks."""
    text = str(environ.get("CONTENT_LENGTH", ""))
    return int(text) if text.isascii() and text.isdigit() else None


def _received(stream: BinaryIO, *, most: int) -> tuple[Spool, int]:
    body = Spool()
    size = 0
    while size < most and (chunk := stream.read(min(CHUNK, most - size))):
        body.write(chunk)
        size += len(chunk)
    body.seek(0)
    return body, size


class Arriving:
    """A body on its way; `left` is how much of what was announced has not been read yet."""

    def __init__(self, stream: BinaryIO, announced: int) -> None:
        self._stream = stream
        self.left = announced

    def read(self, size: int) -> bytes:
        chunk = self._stream.read(min(size, self.left))
        self.left -= len(chunk)
        return chunk

    def throw_away(self) -> None:
        while self.read(CHUNK):
            pass
