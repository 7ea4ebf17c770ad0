"""How mail and notices name the portal, and the only clock of its administration."""

import os
import subprocess
import sys

import pytest
from django.urls import reverse

ASK = "from django.conf import settings; print(settings.WAGTAILADMIN_BASE_URL)"


def own_address(tmp_path, **named):
    kept = {name: value for name, value in os.environ.items() if name not in {"BASE_URL", "PORT"}}
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "DATA_DIR": str(tmp_path)}
    return subprocess.run(  # noqa: S603 -- the own interpreter
        [sys.executable, "-c", ASK], env={**kept, **settings, **named}, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": ""}, "http://localhost:8000"),
        ({"PORT": "8001"}, "http://localhost:8001"),
        ({"PORT": "8001", "BASE_URL": "https://portal.example"}, "https://portal.example"),
    ],
)
def test_the_portal_names_itself_by_the_port_it_listens_on(tmp_path, named, address):
    assert own_address(tmp_path, **named) == address


def test_the_account_page_asks_no_time_zone(admin_client):
    page = admin_client.get(reverse("wagtailadmin_account"))
    assert page.status_code == 200
    assert "current_time_zone" not in page.content.decode()
