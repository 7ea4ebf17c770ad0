"""Asking ClamAV: its daemon's INSTREAM command, as clamd(8) describes it.

The client on PyPI under the daemon's name dates from 2014, and the protocol is a word, lengths and an answer.
"""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

Address = str | tuple[str, int]

CONNECT_SECONDS = 5
# A job has 90 s. clamd itself gives up on a file after two minutes, unless it is told otherwise.
ANSWER_SECONDS = 60
LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """Nobody answers at the address, or the answer broke off: to be tried again."""


@dataclass(frozen=True)
class Verdict:
    """`finding` is the name of a virus. A scanner that could not judge (too large for it) says so in `trouble`."""

    finding: str = ""
    trouble: str = ""


def scan(pieces: Iterable[bytes], address: Address) -> Verdict:
    """What clamd says of a file. Raises ScannerAway."""
    try:
        with _connected(address) as connection:
            _send(connection, pieces)
            return _verdict(_answer(connection))
    except OSError as error:
        raise ScannerAway from error


def _connected(address: Address) -> socket.socket:
    if isinstance(address, tuple):
        connection = socket.create_connection(address, timeout=CONNECT_SECONDS)
    else:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(CONNECT_SECONDS)
        connection.connect(address)
    connection.settimeout(ANSWER_SECONDS)
    return connection


def _send(connection: socket.socket, pieces: Iterable[bytes]) -> None:
    try:
        connection.sendall(b"zINSTREAM\0")
        for piece in pieces:
            if piece:  # a piece without bytes would mean the end
                connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # clamd hangs up on what is too large for it, and says so: read on.
        return


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = connection.recv(LONGEST_ANSWER)
        if not part:
            raise ConnectionResetError("the answer broke off")
        answer += part
    return answer.rstrip(b"\0\n").decode("ascii", "replace")


def _verdict(answer: str) -> Verdict:
    said = answer.partition(": ")[2] or answer
    if said == "OK":
        return Verdict()
    if said.endswith(" FOUND"):
        return Verdict(finding=said.removesuffix(" FOUND"))
    return Verdict(trouble=said)
