"""Where a request's body waits: small ones in memory, larger ones in a file that nobody can read.

The file has no name, so it goes with the process, however that ends. What is in it is encrypted with a key that is only
in memory, so nothing of a report in clear is left on a disk either, not even in blocks that are no longer used.
"""

import io
import os
import tempfile
from bisect import bisect_right
from typing import IO, Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

IN_MEMORY = 512 * 1024
BLOCK = 16


class Spool(io.RawIOBase):
    """Bytes that are written at the end and read anywhere. What was cut off by `truncate` may be written anew.

    There is no authentication: what could change the file could change the memory of this process as well.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        super().__init__()
        self._in_memory = in_memory
        self._store: IO[bytes] = io.BytesIO()
        self._at = self._length = 0
        self._keys: _Keys | None = None

    @property
    def is_on_disk(self) -> bool:
        return self._keys is not None

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        if self._at != self._length:
            raise io.UnsupportedOperation("a spool is written at its end only")
        plain = bytes(data)
        if not self.is_on_disk and self._length + len(plain) > self._in_memory:
            self._move_to_disk()
        self._store.seek(self._at)
        self._store.write(self._keys.apply(plain, self._at) if self._keys else plain)
        self._at += len(plain)
        self._length = self._at
        return len(plain)

    def readinto(self, buffer: Any, /) -> int:
        self._store.seek(self._at)
        stored = self._store.read(min(len(buffer), max(0, self._length - self._at)))
        buffer[: len(stored)] = self._keys.apply(stored, self._at) if self._keys else stored
        self._at += len(stored)
        return len(stored)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def truncate(self, size: int | None = None, /) -> int:
        """Only ever shorter."""
        self._length = min(self._length, self._at if size is None else size)
        self._store.truncate(self._length)
        if self._keys:
            self._keys.begin(self._length)
        return self._length

    def close(self) -> None:
        self._store.close()
        super().close()

    def _move_to_disk(self) -> None:
        plain = self._store.getvalue() if isinstance(self._store, io.BytesIO) else b""
        self._store.close()
        self._store = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the spool
        self._keys = _Keys()
        self._store.write(self._keys.apply(plain, 0))


class _Keys:
    """Key streams, each from some position on: what is written twice in one place is never under the same stream."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ciphers: list[tuple[bytes, bytes]] = []
        self.begin(0)

    def begin(self, at: int) -> None:
        while self._starts and self._starts[-1] >= at:
            self._starts.pop()
            self._ciphers.pop()
        self._starts.append(at)
        self._ciphers.append((os.urandom(32), os.urandom(8)))

    def apply(self, data: bytes, at: int) -> bytes:
        """Encrypted, or decrypted, as what stands at that position."""
        made = bytearray()
        while len(made) < len(data):
            position = at + len(made)
            number = bisect_right(self._starts, position) - 1
            following = self._starts[number + 1] if number + 1 < len(self._starts) else None
            stop = len(data) if following is None else min(len(data), following - at)
            made += self._stream(number, data[len(made) : stop], position - self._starts[number])
        return bytes(made)

    def _stream(self, number: int, data: bytes, offset: int) -> bytes:
        key, nonce = self._ciphers[number]
        blocks, skipped = divmod(offset, BLOCK)
        stream = Cipher(AES256(key), CTR(nonce + blocks.to_bytes(8, "big"))).encryptor()
        stream.update(bytes(skipped))
        return stream.update(data)
