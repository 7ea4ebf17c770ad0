"""The printing process as its parent sees it: started when needed, kept warm, replaced when it breaks.

One child per process, one document at a time. The child leaves by itself when it is idle, when it has printed
its share, and when this process is gone (its input ends).
"""

import hashlib
import json
import os
import subprocess  # nosec B404 -- one fixed command, see _start
import sys
import threading
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.conf import settings

from portal.pdf.errors import BY_CODE, PrintFailed, PrintTimedOut

CHILD = Path(__file__).with_name("child.py")
FONTS = Path(__file__).with_name("fonts.conf")
STYLES = Path(__file__).with_name("styles")
SECONDS_PER_DOCUMENT = 40
# All the child is told of the environment, beside `_fonts`: where to find libraries and to keep the font cache. No
# secrets.
KNOWN_TO_CHILD = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "XDG_CACHE_HOME",
)

Child = subprocess.Popen[bytes]


class ChildGone(Exception):
    """The child ended before it answered: it had left to rest, or something killed it."""


class Press:
    def __init__(self, *, seconds: float = SECONDS_PER_DOCUMENT) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._child: Child | None = None

    def print(self, html: str) -> bytes:
        """The HTML as PDF. Raises PrintFailed; the next document is not harmed by that."""
        order = html.encode()
        with self._lock:
            try:
                return self._print(order)
            except ChildGone:
                return self._print_at_last(order)

    def stop(self) -> None:
        """End the child now. The next document starts another."""
        with self._lock:
            self._discard()

    def forget(self) -> None:
        """After a fork: the child belongs to the parent, and its pipes must not be kept open here."""
        self._lock = threading.Lock()
        child, self._child = self._child, None
        if child is not None:
            for pipe in _pipes(child):
                pipe.close()
            child.returncode = 0  # nothing to wait for: it is not our child

    @property
    def child_id(self) -> int | None:
        """Process id of the child, None while there is none."""
        return self._child.pid if self._child and self._child.poll() is None else None

    def _print(self, order: bytes) -> bytes:
        child = self._running()
        expired = threading.Event()
        clock = threading.Timer(self.seconds, _expire, [child, expired])
        clock.daemon = True
        clock.start()
        try:
            return _exchange(child, order)
        except EOFError:
            self._discard()
            if expired.is_set():
                raise PrintTimedOut(f"A document was not printed within {self.seconds:g} seconds.") from None
            raise ChildGone(child.returncode) from None
        finally:
            clock.cancel()

    def _print_at_last(self, order: bytes) -> bytes:
        try:
            return self._print(order)
        except ChildGone as gone:
            raise PrintFailed(f"The printing process ended twice while printing (exit {gone}).") from None

    def _running(self) -> Child:
        if self._child is None or self._child.poll() is not None:
            self._discard()
            self._child = _start()
        return self._child

    def _discard(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in _pipes(child):
            pipe.close()
        try:
            child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _start() -> Child:
    environment = {name: os.environ[name] for name in KNOWN_TO_CHILD if name in os.environ} | _fonts()
    child = subprocess.Popen(  # noqa: S603  # nosec B603 -- our own file by our own Python, no shell, no input in it
        [sys.executable, "-I", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        bufsize=0,
    )
    # It leaves when it likes: somebody has to be there to take its exit status, or it stays as a zombie.
    threading.Thread(target=child.wait, name="press", daemon=True).start()
    return child


def setting() -> str:
    """What the same HTML is set with, beside itself: sheets, typefaces, WeasyPrint. Another one, other bytes."""
    own = settings.DATA_DIR / "fonts"
    kept = sorted(f"{path.name}:{path.stat().st_size}" for path in own.glob("*")) if own.is_dir() else []
    return f"{_sheets()}:{','.join(kept)}"


@lru_cache(maxsize=1)
def _sheets() -> str:
    files = sorted([*STYLES.glob("*.css"), FONTS])
    digest = hashlib.blake2b(b"".join(path.read_bytes() for path in files), digest_size=16).hexdigest()
    return f"{version('weasyprint')}:{digest}"


def _fonts() -> dict[str, str]:
    """Where fontconfig looks: our roles of type, and what the operator put into `DATA_DIR/fonts`."""
    return {"FONTCONFIG_FILE": str(FONTS), "XDG_DATA_HOME": str(settings.DATA_DIR)}


def _exchange(child: Child, order: bytes) -> bytes:
    """One document: its length and its HTML go out; a head line and a body come back. Raises EOFError."""
    to_child, from_child = (pipe.fileno() for pipe in _pipes(child))
    try:
        _send(to_child, len(order).to_bytes(4, "big") + order)
        size = int.from_bytes(_receive(from_child, 4), "big")
        kind = _receive(from_child, 1)
        body = _receive(from_child, size)
    except (BrokenPipeError, ConnectionResetError):
        raise EOFError from None
    if kind == b"P":
        return body
    problem = json.loads(body)
    raise BY_CODE[problem["code"]](problem["sentence"])


def _pipes(child: Child) -> list[IO[bytes]]:
    return [pipe for pipe in (child.stdin, child.stdout) if pipe is not None]


def _send(pipe: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _receive(pipe: int, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        part = os.read(pipe, min(size - len(received), 1 << 20))
        if not part:
            raise EOFError
        received += part
    return bytes(received)


def _expire(child: Child, expired: threading.Event) -> None:
    expired.set()
    child.kill()


press = Press()
os.register_at_fork(after_in_child=press.forget)
