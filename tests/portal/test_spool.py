"""A request's body on its way: nobody reads it from the disk, and nothing of it stays there."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.spool import Spool

CANARY = b"the child's name is Lin Yuan;"
PIECES = st.lists(st.one_of(st.binary(max_size=90), st.integers(0, 200)), max_size=12)


@hypothesis_settings(max_examples=200, deadline=None)
@given(pieces=PIECES, start=st.integers(0, 300), length=st.integers(0, 300))
def test_it_reads_as_what_was_written_and_cut_off(pieces, start, length):
    spool, plain = Spool(in_memory=40), io.BytesIO()
    for piece in pieces:
        for target in (spool, plain):
            if isinstance(piece, bytes):
                target.seek(0, os.SEEK_END)
                target.write(piece)
            else:
                target.seek(min(piece, len(plain.getvalue())))
                target.truncate()

    spool.seek(start)
    assert spool.read(length) == plain.getvalue()[start : start + length]
    spool.seek(0)
    assert spool.read() == plain.getvalue()
    assert spool.seek(0, os.SEEK_END) == len(plain.getvalue())


def stored(spool: Spool) -> bytes:
    spool._store.seek(0)
    return spool._store.read()


def test_what_is_small_stays_in_memory_and_what_is_large_is_encrypted():
    small, large = Spool(), Spool()
    small.write(CANARY)
    for _piece in range(40_000):
        large.write(CANARY)

    assert not small.is_on_disk
    assert large.is_on_disk
    assert CANARY[:8] not in stored(large)


def test_what_is_written_twice_in_one_place_is_not_under_one_key():
    spool = Spool(in_memory=0)
    spool.write(bytes(64))
    first = stored(spool)
    spool.seek(16)
    spool.truncate()
    spool.write(bytes(48))

    assert stored(spool)[:16] == first[:16]
    assert not set(blocks(stored(spool)[16:])) & set(blocks(first))


def blocks(data: bytes) -> list[bytes]:
    return [data[at : at + 16] for at in range(0, len(data), 16)]


def test_it_is_written_at_its_end_only():
    spool = Spool()
    spool.write(b"abc")
    spool.seek(1)

    with pytest.raises(io.UnsupportedOperation):
        spool.write(b"x")


SERVER = """
import io, os, sys
import django
django.setup()
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.test.utils import override_settings
from portal.turnstile import Turnstile

handlers = sys.argv[1:] or settings.FILE_UPLOAD_HANDLERS
canary = b"the child's name is Lin Yuan;"
body = b'--edge\\r\\nContent-Disposition: form-data; name="file"; filename="a.pdf"\\r\\n\\r\\n'
body += canary * 150_000 + b"\\r\\n--edge--\\r\\n"

def site(environ, start_response):
    with override_settings(FILE_UPLOAD_HANDLERS=handlers):
        upload = WSGIRequest(environ).FILES["file"]
    assert upload.read(len(canary)) == canary
    print("arrived", flush=True)
    sys.stdin.read()

environ = {
    "REQUEST_METHOD": "POST", "PATH_INFO": "/", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
    "CONTENT_TYPE": "multipart/form-data; boundary=edge",
}
Turnstile(site, largest=settings.REQUEST_MAX_BYTES, largest_file=settings.UPLOAD_MAX_BYTES)(environ, lambda *_: None)
"""


def left_by_a_killed_server(folder: Path, *handlers: str) -> tuple[list[bytes], list[Path]]:
    """What the files that a server had open said while a file of four megabytes was inside, and those left after."""
    environment = {**os.environ, "TMPDIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    server = subprocess.Popen(  # noqa: S603 -- our own words
        [sys.executable, "-c", SERVER, *handlers],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**environment, "DATA_DIR": str(folder / "data")},
        cwd=Path(__file__).resolve().parents[2],
    )
    try:
        assert server.stdout.readline() == b"arrived\n"
        opened = [_content(link, folder) for link in Path(f"/proc/{server.pid}/fd").iterdir()]
    finally:
        server.send_signal(signal.SIGKILL)
        server.communicate()
    return opened, [path for path in folder.rglob("*") if path.is_file()]


def _content(link: Path, folder: Path) -> bytes:
    return link.read_bytes() if os.readlink(link).startswith(str(folder)) else b""


def test_a_killed_server_leaves_nothing_of_a_report_on_the_disk(tmp_path):
    opened, left = left_by_a_killed_server(tmp_path)

    assert any(len(content) > 4_000_000 for content in opened), "the body waits on the disk"
    assert not any(CANARY in content for content in opened)
    assert not [path for path in left if CANARY in path.read_bytes()]


def test_django_s_own_handler_would_leave_it_there(tmp_path):
    opened, left = left_by_a_killed_server(tmp_path, "django.core.files.uploadhandler.TemporaryFileUploadHandler")

    assert any(CANARY in content for content in opened)
    assert [path for path in left if CANARY in path.read_bytes()]
