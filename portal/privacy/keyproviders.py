"""Who holds the master keys: this installation's settings, or a key service behind the same interface.

A key service is a subclass of KeyProvider, named in the setting MASTER_KEY_PROVIDER. Nothing else changes: rows keep
the version and the method that `wrap` returned and give them back to `unwrap`.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256, SM3, HashAlgorithm
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.module_loading import import_string

from portal.privacy import algorithms
from portal.privacy.algorithms import ALGORITHMS


class MissingMasterKey(Exception):
    """Data was sealed under a master key version that this installation was not given."""

    def __init__(self, version: str) -> None:
        super().__init__(f"Master key version {version} is not configured.")
        self.version = version


class WrongMasterKey(Exception):
    """The master key of that version does not open what was wrapped: another key, or the bytes were changed."""


@dataclass(frozen=True)
class Wrapped:
    """A key under a master key. `method` is the provider's own word for how (at most 40 characters)."""

    data: bytes
    version: str
    method: str


class KeyProvider(ABC):
    """Wraps and unwraps data keys; holds one or more versions of the master key. Has no arguments and no state.

    Every unsealing unwraps once, so a provider that asks over the network keeps what it was told for a while, in
    memory only. It never logs a key and never puts one into an exception.
    """

    @property
    @abstractmethod
    def versions(self) -> Collection[str]:
        """The versions that can be unwrapped here, each at most 20 characters."""

    @property
    @abstractmethod
    def current(self) -> str:
        """The version that wraps what is new; one of `versions`."""

    @property
    @abstractmethod
    def method(self) -> str:
        """How `wrap` wraps now; a key that is wrapped otherwise is due for rotation."""

    @abstractmethod
    def wrap(self, key: bytes, *, context: bytes) -> Wrapped:
        """Wrap a key under the current version, bound to `context`."""

    @abstractmethod
    def unwrap(self, wrapped: Wrapped, *, context: bytes) -> bytes:
        """The key again. Raises MissingMasterKey, WrongMasterKey."""


class LocalKeys(KeyProvider):
    """Master keys from the setting MASTER_KEYS: the environment, a key file or folder, or the data folder."""

    @property
    def versions(self) -> Collection[str]:
        return list(settings.MASTER_KEYS)

    @property
    def current(self) -> str:
        return str(settings.MASTER_KEYS.current)

    @property
    def method(self) -> str:
        return str(settings.SEALING_ALGORITHM)

    def wrap(self, key: bytes, *, context: bytes) -> Wrapped:
        data = algorithms.seal(self.method, self._key(self.current, self.method), key, context=context)
        return Wrapped(data, self.current, self.method)

    def unwrap(self, wrapped: Wrapped, *, context: bytes) -> bytes:
        if wrapped.method not in ALGORITHMS:
            raise WrongMasterKey(wrapped.version)
        key = self._key(wrapped.version, wrapped.method)
        try:
            return algorithms.unseal(wrapped.method, key, wrapped.data, context=context)
        except InvalidTag:
            raise WrongMasterKey(wrapped.version) from None

    def _key(self, version: str, method: str) -> bytes:
        try:
            master = str(settings.MASTER_KEYS[version]).encode()
        except KeyError:
            raise MissingMasterKey(version) from None
        if method == "SM4-GCM":
            return derive_key(master, b"wrap:SM4-GCM", length=ALGORITHMS[method].key_bytes, hash_=SM3())
        return derive_key(master, b"wrap")


def derive_key(secret: bytes, purpose: bytes, *, length: int = 32, hash_: HashAlgorithm | None = None) -> bytes:
    """A key for one purpose only (HKDF, RFC 5869; SHA-256 unless told otherwise)."""
    return HKDF(hash_ or SHA256(), length=length, salt=None, info=b"tonghu:" + purpose).derive(secret)


def provider() -> KeyProvider:
    """The one this installation uses."""
    return _made(settings.MASTER_KEY_PROVIDER)


@cache
def _made(path: str) -> KeyProvider:
    made = import_string(path)()
    if not isinstance(made, KeyProvider):
        raise TypeError(f"{path} is no KeyProvider")
    return made
