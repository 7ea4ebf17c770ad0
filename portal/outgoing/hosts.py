"""Where a request may go. Hosts are named in the environment; an address of this or another inner network is none.

The name is looked up once, and the connection goes to the very address that was judged: a name that means something
else a moment later (DNS rebinding) gains nothing. Nothing follows a redirect.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.outgoing.problems import NotSent

# Of the robots in group chats; they need not be named again.
ROBOTS = ("qyapi.weixin.qq.com", "oapi.dingtalk.com")
PORTS = {"https": 443, "http": 80}

# Where clouds give out secrets, as far as these are no link-local addresses: Alibaba's and Amazon's.
SECRETS = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "fd00:ec2::254")))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Destination:
    """A judged web address. `ip` is where the connection goes; `host` is whom it has to prove to be."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def host_problem(url: str) -> NotSent | None:
    """What is wrong with an address before anything is looked up: for a form in which somebody types it."""
    try:
        _split(url)
    except NotSent as problem:
        return problem
    return None


def destination(url: str) -> Destination:
    """Raises NotSent: not allowed, or it leads into an inner network."""
    scheme, host, port, path = _split(url)
    found = _look_up(host, port)
    if not found:
        raise NotSent("unknown_host", _("The name of the host is not known, or the network is away."), lasting=False)
    # All of them: one that is public must not lend its name to another that is not.
    if any(is_inner(address, known=host in settings.WEBHOOK_INNER_HOSTS) for address in found):
        raise NotSent("inner_address", _("The host lies in an inner network: nothing is sent there."))
    return Destination(scheme, host, port, path, str(found[0]))


def is_inner(address: Address, *, known: bool) -> bool:
    """May no request go there? A gateway of one's own network is `known` when the environment names it; this machine
    and the addresses by which clouds give out secrets never are.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped or address.sixtofour or address.teredo:
            return True
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return True
    if (
        address in SECRETS
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
    ):
        return True
    return not known and not address.is_global


def _split(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotSent("bad_address", _("This is no web address.")) from None
    host = (parts.hostname or "").lower().rstrip(".")
    if parts.scheme not in PORTS or not host or parts.username or parts.password or parts.fragment or _is_odd(url):
        raise NotSent("bad_address", _("Write a whole web address beginning with https://, without a name in it."))
    if not _is_allowed(host):
        raise NotSent("host_not_allowed", _("This host is not in the list of those that the portal may send to."))
    if parts.scheme == "http" and host not in settings.WEBHOOK_INNER_HOSTS:
        raise NotSent("not_encrypted", _("Only https:// is allowed to hosts outside of the own network."))
    path = parts.path or "/"
    return parts.scheme, host, port or PORTS[parts.scheme], f"{path}?{parts.query}" if parts.query else path


def _is_odd(url: str) -> bool:
    return not url.isascii() or not url.isprintable() or any(character in url for character in " \\\"'<>")


def _is_allowed(host: str) -> bool:
    """Named as it is, or as `*.example.org`, which is everything below but not itself."""
    named = (*ROBOTS, *settings.WEBHOOK_HOSTS, *settings.WEBHOOK_INNER_HOSTS)
    return any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in named)


def _look_up(host: str, port: int) -> list[Address]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
