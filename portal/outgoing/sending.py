"""One POST of a JSON document, with an end to waiting. A redirect is an answer like any other, and not a good one."""

import http.client
import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.outgoing.hosts import Destination, destination
from portal.outgoing.problems import NotSent

# Seconds: for one step of the conversation, and for all of it, however slowly the other side drips.
PATIENCE, LONGEST = 5.0, 15.0
MOST_READ = 64 * 1024


def encoded(document: Mapping[str, Any]) -> bytes:
    """The bytes that are sent, and signed."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def post_json(url: str, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """What was answered, with a status of 200 to 299; at most 64 KiB of it. Raises NotSent."""
    target = destination(url)
    connection = _Http(target) if target.scheme == "http" else _Https(target)
    sent = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Tonghu", **(headers or {})}
    try:
        with _an_end_to_it(connection):
            connection.request("POST", target.path, body=body, headers=sent)
            answer = connection.getresponse()
            read = answer.read(MOST_READ)
    except (OSError, http.client.HTTPException, ValueError) as error:
        # The text of an error can quote what was sent.
        raise NotSent("no_answer", _("The host did not answer in time, or not properly."), lasting=False) from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        sentence = _("The host answered with status %(status)s.") % {"status": answer.status}
        raise NotSent(f"status_{answer.status}", sentence, lasting=False)
    return read


class _Http(http.client.HTTPConnection):
    """Goes to the address that was judged and asks for the host by its name."""

    def __init__(self, target: Destination) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self._ip = target.ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self._ip, self.port), timeout=PATIENCE)


class _Https(_Http):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        # The handshake comes after the socket is known here, so that it can be hung up on, too.
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock.do_handshake()


@contextmanager
def _an_end_to_it(connection: http.client.HTTPConnection) -> Iterator[None]:
    def hang_up() -> None:
        if connection.sock is not None:
            with suppress(OSError, ValueError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(LONGEST, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
