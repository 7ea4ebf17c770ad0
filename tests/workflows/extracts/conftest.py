"""People at the desk."""

import pytest


@pytest.fixture
def at_desk(client, cast):
    """Sign in as somebody of the cast; English, so that the test reads like the source."""

    def sign_in(name):
        client.force_login(getattr(cast, name))
        client.cookies["django_language"] = "en"
        return client

    return sign_in
