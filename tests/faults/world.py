"""A worker, a database and a queue of their own for one test, on this machine, ended with the test."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from tests.running import ROOT, wait_for
from tests.services.databases import own_database

DEADLINE = 60.0


class World:
    """What the test does to a running worker. All waiting is for a state, with a deadline that means failure."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment = environment
        self._log = log
        self._manage("migrate", "--run-syncdb", "--verbosity=0")
        self._driver = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.driver"],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.worker: psutil.Popen | None = None

    def _manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)  # noqa: S603 -- ours

    def start_worker(self) -> None:
        with self._log.open("a") as log:
            self.worker = psutil.Popen(
                [sys.executable, "manage.py", "work"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        self.wait_for(lambda: len(self.processes()) == 5)

    def ask(self, *words: object) -> Any:
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        print(*words, file=self._driver.stdin, flush=True)
        return json.loads(self._driver.stdout.readline())

    def look(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.ask("look")
        return answer

    def wait_for(self, happened: Callable[[], object]) -> None:
        try:
            wait_for(happened, deadline=DEADLINE)
        except AssertionError as late:
            raise AssertionError(f"{late}: {self.look()}\n{self._log.read_text()}") from None

    def processes(self) -> list[psutil.Process]:
        """The guard and what it started: workers first, then the monitor and the pusher."""
        assert self.worker is not None
        try:
            guards = self.worker.children()
            return [*guards, *sorted(guards[0].children(), key=lambda process: process.pid)] if guards else []
        except psutil.NoSuchProcess:
            return []

    def victim(self, role: str) -> psutil.Process:
        """A process to kill, when the cluster is complete and one of that role is there."""
        found: list[psutil.Process] = []

        def choose() -> bool:
            processes = self.processes()
            if len(processes) != 5:
                return False
            guard, first, second, monitor, pusher = processes
            busy = self.look()["busy"] if "worker" in role else []
            workers = {
                "busy worker": [process for process in (first, second) if process.pid in busy],
                "idle worker": [process for process in (first, second) if process.pid not in busy],
            }
            named = {"guard": [guard], "monitor": [monitor], "pusher": [pusher], "watchdog": [self.worker]}
            found[:] = (named | workers)[role]
            return bool(found)

        self.wait_for(choose)
        return found[0]

    def kill(self, role: str) -> None:
        process = self.victim(role)
        try:
            process.kill()
            process.wait(10)
        except psutil.NoSuchProcess:
            pass

    def close(self) -> None:
        if self.worker is not None and self.worker.is_running():
            self.worker.terminate()
            self.worker.wait(30)
        assert self._driver.stdin is not None
        self._driver.stdin.close()
        self._driver.wait(10)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    name = f"faults_{secrets.token_hex(4)}"
    environment = {
        **os.environ,
        "DATA_DIR": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "QUEUE": name, "WORKERS": "2",
    }  # fmt: skip
    with own_database(name) as url:
        made = World(environment | ({"DATABASE_URL": url} if url else {}), folder / "worker.log")
        try:
            yield made
        finally:
            made.close()
