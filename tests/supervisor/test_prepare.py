"""What is done before the first page, and what is not done twice."""

import pytest
from django.db.migrations.recorder import MigrationRecorder

from portal.supervisor import prepare


@pytest.mark.django_db
def test_a_database_with_every_migration_needs_nothing():
    assert prepare.unapplied_migrations() == set()


@pytest.mark.django_db
def test_a_migration_without_its_row_is_noticed():
    MigrationRecorder.Migration.objects.filter(app="jobs", name="0002_holder_and_worker").delete()
    assert prepare.unapplied_migrations() == {("jobs", "0002_holder_and_worker")}


def test_static_files_are_copied_once_and_again_when_one_of_ours_changes(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    copied = []
    monkeypatch.setattr(prepare, "call_command", lambda *names, **_: copied.append(names))
    assert prepare.collect_static_files()
    assert not prepare.collect_static_files()
    monkeypatch.setattr(prepare, "_fingerprint", lambda: "another")
    assert prepare.collect_static_files()
    assert copied == [("collectstatic",)] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [True, False])
def test_the_demo_is_loaded_into_an_empty_database_where_it_is_wanted(settings, monkeypatch, wanted):
    settings.DEMO_WHEN_EMPTY = wanted
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: called.append(name))
    prepare._prepare_database()
    assert called == (["load_demo"] if wanted else [])


def test_the_demo_is_never_loaded_beside_people(settings, monkeypatch, cast):
    settings.DEMO_WHEN_EMPTY = True
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: called.append(name))
    prepare._prepare_database()
    assert called == []
