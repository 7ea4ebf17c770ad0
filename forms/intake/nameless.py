"""PDF without what says who made it: author, title, programs and dates are painted over where they stand.

The file is not taken apart: that needs a parser, and a file that somebody sends may be made to break one. What is
between the brackets becomes spaces, so that everything stays at its place and the document opens as before. Looked at
are the dictionary that the trailer calls Info (ISO 32000, 14.3.3) and the packets of XMP. Out of reach is what lies in
a compressed part, and what is encrypted; a document that is signed is left as it is, or its signature would break.
"""

import re
from collections.abc import Iterator
from itertools import islice

_INFO = re.compile(rb"/Info\s{1,20}(\d{1,10})\s{1,20}(\d{1,5})\s{1,20}R")
# A file that was saved again and again has several; who makes more wants something else.
MOST_INFOS, LONGEST_INFO = 5, 16 * 1024
PACKET, PACKET_END = b"<?xpacket begin", b"<?xpacket end"
LEFT_ALONE = (b"/ByteRange", b"/Encrypt")


def nameless(data: bytes) -> bytes:
    """As long as it was. In one go over the file, whatever is in it."""
    if any(mark in data for mark in LEFT_ALONE):
        return data
    painted = bytearray(data)
    for start, end in [*_strings_of_infos(data), *_packets(data)]:
        # In hexadecimal digits 20 is a space.
        space = b"20" if data[start - 1 : start] == b"<" else b"  "
        painted[start:end] = (space * (end - start))[: end - start]
    return bytes(painted)


def _strings_of_infos(data: bytes) -> Iterator[tuple[int, int]]:
    named = dict.fromkeys(found.groups() for found in _INFO.finditer(data))
    for number, generation in list(named)[:MOST_INFOS]:
        begin = re.compile(rb"(?<!\d)%s\s{1,20}%s\s{1,20}obj" % (number, generation))
        for found in islice(begin.finditer(data), MOST_INFOS):
            end = data.find(b"endobj", found.end(), found.end() + LONGEST_INFO)
            if end != -1:
                yield from _strings(data, found.end(), end)


def _strings(data: bytes, at: int, end: int) -> Iterator[tuple[int, int]]:
    """What is between the brackets of each string: `(…)` with brackets in it, or `<…>` in hexadecimal digits."""
    while at < end:
        if data[at : at + 1] == b"(":
            close = _closing(data, at, end)
            yield at + 1, close
            at = close
        elif data[at : at + 2] in (b"<<", b">>"):
            at += 1
        elif data[at : at + 1] == b"<":
            close = max(data.find(b">", at, end), at + 1)
            yield at + 1, close
            at = close
        at += 1


def _closing(data: bytes, at: int, end: int) -> int:
    """Where the bracket that opens there closes; the end for one that never does."""
    depth = 0
    while at < end:
        letter = data[at : at + 1]
        depth += (letter == b"(") - (letter == b")")
        if depth == 0:
            return at
        at += 2 if letter == b"\\" else 1
    return end


def _packets(data: bytes) -> Iterator[tuple[int, int]]:
    """What is inside of each packet of XMP."""
    at = data.find(PACKET)
    while at != -1:
        begin, end = data.find(b"?>", at), data.find(PACKET_END, at)
        if begin == -1 or end == -1:
            return
        if begin + 2 < end:
            yield begin + 2, end
        at = data.find(PACKET, end)
