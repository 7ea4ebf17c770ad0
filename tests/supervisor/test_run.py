"""`python -m portal.supervisor` as a person starts it: what stands in the way, what is killed, how it stops."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 90.0

pytestmark = pytest.mark.faults


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(data, **more):
    """A portal of its own on SQLite, whatever the tests run on."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return kept | {"DATA_DIR": str(data), "DEMO": "no", "DJANGO_SETTINGS_MODULE": "portal.settings.dev"} | more


def start(**of_process):
    command = [sys.executable, "-m", "portal.supervisor"]
    return psutil.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **of_process)


def refusal(data, **more):
    process = start(env=environment(data, **more))
    text, _ = process.communicate(timeout=DEADLINE)
    return process.returncode, text


def wait_for(happened):
    until = time.monotonic() + DEADLINE
    while not happened():
        assert time.monotonic() < until, f"It did not happen in {DEADLINE} s."
        time.sleep(0.05)


class Portal:
    def __init__(self, data):
        self.port = free_port()
        self.process = start(env=environment(data, PORT=str(self.port)))

    def health(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)
        except (OSError, ValueError):
            return {"ok": False}

    def wait_until_well(self):
        wait_for(lambda: self.health()["ok"])

    def everybody(self):
        return self.process.children(recursive=True)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def portal(data):
    it = Portal(data)
    it.wait_until_well()
    yield it
    if it.process.is_running():
        it.process.kill()
        it.process.wait()


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
        portal.wait_until_well()


def test_a_process_of_the_web_server_that_is_killed_is_replaced(portal):
    def server_processes():
        return [child for web in portal.process.children() for child in web.children() if child.num_threads() > 1]

    victim = server_processes()[0]
    victim.kill()
    wait_for(lambda: victim.pid not in [process.pid for process in server_processes()])
    portal.wait_until_well()


def test_a_second_portal_on_the_same_port_is_refused_with_one_sentence(portal, tmp_path):
    code, text = refusal(tmp_path, PORT=str(portal.port))
    assert code == 1
    assert text.startswith(f"Port {portal.port} on 127.0.0.1 cannot be used")
    assert len(text.strip().splitlines()) == 1


def test_told_to_stop_it_leaves_nobody_behind(portal):
    everybody = portal.everybody()
    assert len(everybody) >= 6
    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(DEADLINE) == 0
    assert psutil.wait_procs(everybody, timeout=10)[1] == []


def test_killed_it_leaves_nobody_behind_either(data):
    portal = Portal(data)
    portal.wait_until_well()
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
