"""`python -m portal.supervisor` as a person starts it: what stands in the way, what is killed, how it stops."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from tests.running import DEADLINE, ROOT, RunningPortal, free_port, wait_for

# It starts its portals on SQLite, whatever the tests run on.
pytestmark = [pytest.mark.faults, pytest.mark.once]


def refusal(data, **more):
    """Exit code and words of a portal that does not start, on SQLite, whatever the tests run on."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    ended = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-m", RunningPortal.module],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(data), "DEMO": "no", "DJANGO_SETTINGS_MODULE": "portal.settings.dev"} | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=DEADLINE,
        check=False,
    )
    return ended.returncode, ended.stdout


def wait_until_well(portal):
    wait_for(lambda: portal.health().get("ok"), "the portal's health")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def portal(data):
    it = RunningPortal(data, DEMO="no").has_tables()
    it.start()
    yield it
    it.stop()


def test_web_and_worker_are_started_again_whichever_is_killed(portal):
    for position in range(2):
        before = {child.pid for child in portal.process.children()}
        victim = portal.process.children()[position]
        victim.kill()
        wait_for(
            lambda gone=victim.pid, old=before: (
                len(portal.process.children()) == 2 and gone in old - {child.pid for child in portal.process.children()}
            )
        )
        wait_until_well(portal)


def test_a_process_of_the_web_server_that_is_killed_is_replaced(portal):
    def server_processes():
        return [child for web in portal.process.children() for child in web.children() if child.num_threads() > 1]

    victim = server_processes()[0]
    victim.kill()
    wait_for(lambda: victim.pid not in [process.pid for process in server_processes()])
    wait_until_well(portal)


def test_a_second_portal_on_the_same_port_is_refused_with_one_sentence(portal, tmp_path):
    code, text = refusal(tmp_path, PORT=str(portal.port))
    assert code == 1
    assert text.startswith(f"Port {portal.port} on 127.0.0.1 cannot be used")
    assert len(text.strip().splitlines()) == 1


def test_told_to_stop_it_leaves_nobody_behind(portal):
    everybody = portal.everybody()
    assert len(everybody) >= 7
    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(DEADLINE) == 0
    assert psutil.wait_procs(everybody, timeout=10)[1] == []


def test_killed_it_leaves_nobody_behind_either(data):
    portal = RunningPortal(data, DEMO="no")
    portal.start()
    everybody = portal.everybody()
    portal.process.kill()
    portal.process.wait()
    assert psutil.wait_procs(everybody, timeout=10)[1] == []


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"PORT": "http"}, "PORT is 'http'; write a number from 1 to 65535."),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z"}, "The database cannot be used (OperationalError):"),
        ({"DATABASE_URL": "postgresql://x:y@host:word/z"}, "DATABASE_URL cannot be read; write postgresql://"),
        ({"REDIS_URL": "redis://127.0.0.1:1"}, "Redis cannot be used:"),
        ({"WORKERS": "many"}, "WORKERS is 'many'; write a whole number from 1 to 64."),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(tmp_path, setting, sentence):
    code, text = refusal(tmp_path, **({"PORT": str(free_port())} | setting))
    assert code == 1
    assert text.startswith(sentence)
    assert "Traceback" not in text


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    file = tmp_path / "file"
    file.touch()
    code, text = refusal(file / "data", PORT=str(free_port()))
    assert code == 1
    assert text.startswith(f"DATA_DIR is {file / 'data'}, which cannot be made")
    assert "Traceback" not in text


def test_killed_while_it_makes_its_tables_it_begins_again(data, tmp_path):
    portal = RunningPortal(tmp_path / "data", DEMO="no")
    portal.begin()
    wait_for(lambda: "wagtailcore" in portal.log, "the middle of the migrations")
    portal.process.kill()
    portal.process.wait()
    assert list(portal.data.glob("db.sqlite3.new"))
    portal.start()
    assert portal.health()["ok"]
    assert not list(portal.data.glob("db.sqlite3.new*"))
    portal.stop()
