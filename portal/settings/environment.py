"""Reading settings from the environment.

Every function refuses a bad value with one sentence that names the variable and says what would be right,
so that an operator never has to read a traceback.
"""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Network = IPv4Network | IPv6Network
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment; there is no default for it.")
    return default


def boolean(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write true or false.")


def integer(name: str, default: int, *, least: int, most: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number from {least} to {most}.")
    return int(value)


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    value = os.environ.get(name, "").strip() or default
    if value not in among:
        raise ImproperlyConfigured(f"{name} is {value!r}; write {' or '.join(among)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without empty parts."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def several(name: str, default: str, *, among: tuple[str, ...]) -> list[str]:
    """Words of a comma-separated list, each of them known."""
    found = words(name, default)
    if unknown := [word for word in found if word not in among]:
        raise ImproperlyConfigured(f"{name} has {unknown[0]!r}; write some of {', '.join(among)}.")
    return found


def web_address(name: str) -> str:
    """An https address, or one of this machine; empty when it is not set."""
    address = text(name, "")
    parts = urlsplit(address)
    if address and not (parts.hostname and (parts.scheme == "https" or parts.hostname in THIS_MACHINE)):
        raise ImproperlyConfigured(f"{name} is {address!r}; write an address that begins with https://.")
    return address


def networks(name: str) -> list[Network]:
    """A comma-separated list of networks, such as 10.20.0.0/16,2001:db8::/32. Empty: not set."""
    found = []
    for word in words(name):
        try:
            found.append(ip_network(word))
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} has {word!r}, which is no network; write for example 10.20.0.0/16 or 2001:db8::/32."
            ) from None
    return found


def folder(name: str, default: Path) -> Path:
    """A writable folder, made when it is missing."""
    path = Path(os.environ.get(name, "").strip() or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is {path}, which cannot be made: {error.strerror}.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"{name} is {path}, which this user may not write to. Give it away or choose another."
        )
    return path


def with_query(url: str, options: str) -> str:
    """The address with more options; those it already has stay."""
    return f"{url}{'&' if '?' in url else '?'}{options}"
