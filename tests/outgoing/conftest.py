import ipaddress

import pytest

from portal.outgoing import hosts
from tests.outgoing.listening import listening


@pytest.fixture
def gateway(settings, monkeypatch):
    """A system that listens, under a name that the environment allows; for it alone this machine is no inner one."""
    settings.WEBHOOK_INNER_HOSTS = ["gateway.test"]
    monkeypatch.setattr(hosts, "_look_up", lambda _host, _port: [ipaddress.ip_address("127.0.0.1")])
    monkeypatch.setattr(hosts, "is_inner", lambda _address, *, known: not known)
    with listening() as listener:
        yield listener
