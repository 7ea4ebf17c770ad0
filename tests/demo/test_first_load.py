"""Loading the demo into a portal in which nothing is yet, or only people of its own."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from portal.directory.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_folder(settings, tmp_path, monkeypatch):
    """Of a portal without a demo."""
    settings.DATA_DIR = tmp_path
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)


def test_a_password_from_the_environment_is_used(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "chosen-by-the-host")
    call_command("load_demo", verbosity=0)
    assert authenticate(username="police", password="chosen-by-the-host")


def test_a_person_who_is_not_of_the_demo_keeps_the_password():
    mine = User.objects.create_user("mine", password="of-my-own")
    call_command("load_demo", verbosity=0)
    mine.refresh_from_db()
    assert mine.check_password("of-my-own")


def test_production_settings_are_refused_unless_said_otherwise(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.production")
    with pytest.raises(CommandError, match="--yes-this-is-a-demo"):
        call_command("load_demo", verbosity=0)
    assert not User.objects.exists()
    call_command("load_demo", verbosity=0, yes_this_is_a_demo=True)
    assert User.objects.filter(username="police").exists()
