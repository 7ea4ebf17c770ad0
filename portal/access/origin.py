"""From where the request comes that is being answered now. Empty outside of requests, and in background work."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address

_address: ContextVar[str] = ContextVar("address", default="")


def address() -> str:
    return _address.get()


def sender(address: str) -> str:
    """Whom limits count by: the address, of IPv6 its first half, because one subscriber has all of the second."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)
