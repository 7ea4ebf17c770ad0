"""Sealed streams: large content in chunks, each sealed by itself, so that a part opens without the rest.

A sealed stream is a header (what it is, the size of its chunks, a random number that no other stream has) and then the
chunks. Into the authentication of each chunk go the header, the place, its position, and whether it is the last one:
chunks that are missing, doubled, out of order, or from another stream do not open. Every chunk has a random nonce;
a data key seals one file, which is far below what such nonces allow. At most two chunks are in memory at a time.
"""

import io
import os
import struct
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag

from portal.privacy import algorithms, sealing
from portal.privacy.algorithms import NONCE_BYTES, TAG_BYTES
from portal.privacy.models import DataKey
from portal.privacy.sealing import Unreadable

# Not text, and 64 bits long: what was sealed in one piece begins with a random nonce, which will not look like this.
MARK = b"\x93TNGHU\r\n"
VERSION = 1
CHUNK_BYTES = 64 * 1024
LARGEST_CHUNK = 1024 * 1024
HEADER = struct.Struct(">8sBI16s")
POSITION = struct.Struct(">Q?")
# What sealing adds to each chunk.
ADDED = NONCE_BYTES + TAG_BYTES


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Seekable(Source, Protocol):
    def seek(self, offset: int, whence: int = 0, /) -> Any: ...

    def tell(self) -> int: ...

    def close(self) -> Any: ...


class Opened(Protocol):
    """Plain content that is there, whole, and of this size."""

    size: int

    def between(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` up to but without `stop`, in pieces. Raises Unreadable."""

    def close(self) -> None: ...


class _Cipher:
    """Seals and opens the chunks of one stream."""

    def __init__(self, key: DataKey, header: bytes, place: str) -> None:
        self._name, self._secret = key.algorithm, sealing.open_key(key)
        self._header, self._place = header, place

    def seal(self, plain: bytes, position: int, *, last: bool) -> bytes:
        return algorithms.seal(self._name, self._secret, plain, context=self._context(position, last))

    def unseal(self, sealed: bytes, position: int, *, last: bool) -> bytes:
        try:
            return algorithms.unseal(self._name, self._secret, sealed, context=self._context(position, last))
        except InvalidTag:
            raise Unreadable(self._place) from None

    def _context(self, position: int, last: bool) -> bytes:
        # All before the place has a fixed length, so no two contexts read the same.
        return self._header + POSITION.pack(position, last) + self._place.encode()


class SealingStream(io.RawIOBase):
    """Reads as the sealed form of `source`. `size` and `fingerprint` count when it has been read to its end."""

    def __init__(self, source: Source, key: DataKey, *, place: str, chunk_bytes: int = CHUNK_BYTES) -> None:
        super().__init__()
        self._source, self._chunk_bytes = source, chunk_bytes
        header = HEADER.pack(MARK, VERSION, chunk_bytes, os.urandom(16))
        self._cipher = _Cipher(key, header, place)
        self._ready = memoryview(header)
        self._next: bytes | None = self._plain_chunk()
        self._position = 0
        self._digest = sha256()
        self.size = 0

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the sealed bytes, in hex."""
        return self._digest.hexdigest()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not self._ready and self._next is not None:
            self._ready = memoryview(self._seal_next(self._next))
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        self._digest.update(taken)
        return len(taken)

    def _seal_next(self, plain: bytes) -> bytes:
        self._next = self._plain_chunk() or None
        sealed = self._cipher.seal(plain, self._position, last=self._next is None)
        self._position += 1
        self.size += len(plain)
        return sealed

    def _plain_chunk(self) -> bytes:
        """A full chunk unless the source ends in it: a source may give less than it is asked for at any time."""
        parts, missing = [], self._chunk_bytes
        while missing and (part := self._source.read(missing)):
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)


def opened(sealed: Seekable, key: DataKey, *, place: str) -> Opened:
    """What `SealingStream` or `sealing.seal_bytes` sealed. Raises Unreadable, MissingMasterKey.

    The last chunk is opened at once, so a stream that was cut off is refused before anybody gets its first byte.
    `sealed` is closed with the result.
    """
    try:
        header = sealed.read(HEADER.size)
        if header.startswith(MARK):
            return _Chunks(sealed, header, key, place)
        whole = sealing.unseal_bytes(header + _rest(sealed), key, place=place)
    except BaseException:
        sealed.close()
        raise
    sealed.close()
    return _Whole(whole)


class _Chunks:
    def __init__(self, sealed: Seekable, header: bytes, key: DataKey, place: str) -> None:
        self._sealed = sealed
        self._chunk_bytes = _chunk_bytes(header, place)
        self._cipher = _Cipher(key, header, place)
        sealed.seek(0, os.SEEK_END)
        body = sealed.tell() - HEADER.size
        self._last = max(0, -(-body // (self._chunk_bytes + ADDED)) - 1)
        self.size = self._last * self._chunk_bytes + len(self._chunk(self._last))

    def between(self, start: int, stop: int) -> Iterator[bytes]:
        stop = min(stop, self.size)
        while start < stop:
            position, skipped = divmod(start, self._chunk_bytes)
            piece = self._chunk(position)[skipped : skipped + stop - start]
            start += len(piece)
            yield piece

    def close(self) -> None:
        self._sealed.close()

    def _chunk(self, position: int) -> bytes:
        length = self._chunk_bytes + ADDED
        self._sealed.seek(HEADER.size + position * length)
        return self._cipher.unseal(self._sealed.read(length), position, last=position == self._last)


class _Whole:
    """What was sealed in one piece, before there were streams."""

    def __init__(self, plain: bytes) -> None:
        self._plain = plain
        self.size = len(plain)

    def between(self, start: int, stop: int) -> Iterator[bytes]:
        yield self._plain[start:stop]

    def close(self) -> None:
        self._plain = b""


def _chunk_bytes(header: bytes, place: str) -> int:
    """The header is not believed before a chunk has opened with it: what it asks for is bounded."""
    if len(header) < HEADER.size:
        raise Unreadable(place)
    _mark, version, chunk_bytes, _number = HEADER.unpack(header)
    if version != VERSION or not 0 < chunk_bytes <= LARGEST_CHUNK:
        raise Unreadable(place)
    return int(chunk_bytes)


def _rest(sealed: Source) -> bytes:
    parts = []
    while part := sealed.read(CHUNK_BYTES):
        parts.append(part)
    return b"".join(parts)
