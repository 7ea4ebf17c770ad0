"""What is done before the first page, and what is not done twice."""

import errno
import sqlite3
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from content.models import HomePage
from portal.directory.groups import EDITORS
from portal.settings.database import sqlite
from portal.sqlite.base import DatabaseWrapper
from portal.supervisor import migrating, prepare
from portal.supervisor.ground import NotReady


@pytest.mark.django_db
def test_a_database_with_every_migration_needs_nothing():
    assert prepare.unapplied_migrations() == set()


@pytest.mark.django_db
def test_a_migration_without_its_row_is_noticed():
    MigrationRecorder.Migration.objects.filter(app="jobs", name="0002_holder_and_worker").delete()
    assert prepare.unapplied_migrations() == {("jobs", "0002_holder_and_worker")}


@pytest.fixture
def new_database(db, tmp_path, monkeypatch):
    """A SQLite database of its own, with nothing in it yet; returns its file."""
    file = tmp_path / "db.sqlite3"
    wrapper = DatabaseWrapper({**connections["default"].settings_dict, **sqlite(file)}, alias="new")
    monkeypatch.setattr(migrating, "connection", wrapper)
    yield file
    wrapper.close()


def test_a_new_database_has_its_name_only_when_it_is_whole(new_database, monkeypatch):
    def make(*names, **options):
        with migrating.connection.cursor() as cursor:
            cursor.execute("CREATE TABLE made (x)")
        named.append(sqlite3.connect(new_database).execute("SELECT name FROM sqlite_master").fetchall())

    named = []
    new_database.with_name("db.sqlite3.new").write_text("left by one that was killed")
    monkeypatch.setattr(migrating, "call_command", make)
    migrating.migrate()
    assert named == [[]]
    assert migrating.connection.introspection.table_names() == ["made"]
    assert [path.name for path in new_database.parent.iterdir() if ".new" in path.name] == []


def test_a_database_with_tables_is_brought_up_to_date_where_it_is(new_database, monkeypatch):
    with migrating.connection.cursor() as cursor:
        cursor.execute("CREATE TABLE old (x)")
    written_to = []
    monkeypatch.setattr(
        migrating, "call_command", lambda *_, **__: written_to.append(migrating.connection.settings_dict["NAME"])
    )
    migrating.migrate()
    assert written_to == [new_database]


def test_who_waits_in_front_of_a_log_reads_a_line_for_each_app(capsys):
    telling = migrating.Telling()
    telling._plan_is_made(plan=[None] * 3)
    for app in ("auth", "auth", "jobs"):
        telling.migration_progress_callback("apply_start", SimpleNamespace(app_label=app))
    assert capsys.readouterr().out == "  1 of 3  auth\n  3 of 3  jobs\n"


@pytest.mark.django_db
def test_a_disk_that_fills_up_meanwhile_is_named_in_one_sentence(monkeypatch):
    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(prepare, "collect_static_files", full)
    monkeypatch.setattr(prepare, "_prepare_database", lambda: None)
    with pytest.raises(NotReady, match=r"cannot be written: No space left on device\."):
        prepare.prepare()


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
    assert called == ["first_site", *(["load_demo"] if wanted else [])]


@pytest.mark.django_db
def test_a_database_that_was_just_made_gets_its_first_pages(settings, monkeypatch):
    settings.DEMO_WHEN_EMPTY = False
    called = []
    monkeypatch.setattr(prepare, "unapplied_migrations", lambda: {("content", "0001_initial")})
    monkeypatch.setattr(prepare, "migrate", lambda: called.append("migrate"))
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: called.append(name))
    prepare._prepare_database()
    assert called == ["migrate", "first_site"]


@pytest.mark.django_db
def test_who_was_killed_before_the_first_page_was_there_gets_it_at_the_next_start(settings):
    settings.DEMO_WHEN_EMPTY = False
    assert not HomePage.objects.exists()
    prepare._prepare_database()
    home = HomePage.objects.get()
    home.delete()
    prepare._prepare_database()
    assert HomePage.objects.get() != home


@pytest.mark.django_db
def test_what_an_administrator_took_from_a_group_stays_taken_at_the_next_start(settings):
    settings.DEMO_WHEN_EMPTY = False
    prepare._prepare_database()
    group = Group.objects.get(name=EDITORS)
    group.permissions.clear()
    prepare._prepare_database()
    assert not group.permissions.exists()


def test_the_demo_is_never_loaded_beside_people(settings, monkeypatch, cast):
    settings.DEMO_WHEN_EMPTY = True
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: called.append(name))
    prepare._prepare_database()
    assert called == ["first_site"]
