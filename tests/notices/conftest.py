import pytest

from portal.notices.models import Channel
from portal.notices.models.channel import Address
from tests.outgoing.conftest import gateway

__all__ = ["gateway"]

SECRET = "geheimgeheimgeheim"


@pytest.fixture
def officer(cast):
    officer = cast.east_police
    officer.email = "officer@example.org"
    officer.save()
    return officer


@pytest.fixture
def channel(gateway, officer):
    def make(kind, *, key="", of_officer=True, **more):
        organisation = officer.acting_post.organisation if of_officer else None
        made = Channel(key=key or kind, name=kind, kind=kind, organisation=organisation, **more)
        made.seal(Address(gateway.url, SECRET))
        made.save()
        return made

    return make
