"""The whole portal as `make run` starts it, for tests from outside: web, worker, demo, on this machine only."""

import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil

from tests import tables

ROOT = Path(__file__).resolve().parents[1]
DEADLINE = 180.0
DEMO_PASSWORD = "demo-of-the-tests"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(happened: Callable[[], Any], what: str = "it", deadline: float = DEADLINE) -> Any:
    """What `happened` answers when it is true at last."""
    until = time.monotonic() + deadline
    while not (answer := happened()):
        if time.monotonic() > until:
            raise AssertionError(f"{what} did not happen in {deadline} s")
        time.sleep(0.05)
    return answer


class RunningPortal:
    """The supervisor and its children over one data folder; may be stopped and started again."""

    module = "portal.supervisor"

    def __init__(self, data: Path, *, settings: str = "portal.settings.dev", **environment: str) -> None:
        self.data, self.port = data, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}},
            "DATA_DIR": str(data), "PORT": str(self.port), "DJANGO_SETTINGS_MODULE": settings,
            "DEMO_PASSWORD": DEMO_PASSWORD, "FREE_REPORTS": "1000000000",
            "FREE_PICTURE_SECONDS": "1000000000", **environment,
        }  # fmt: skip
        self.process: psutil.Popen | None = None

    def has_tables(self) -> "RunningPortal":
        """It need not make its tables at its first start: see tests/tables.py. On SQLite only."""
        tables.copied(self.data, self.environment["DJANGO_SETTINGS_MODULE"])
        return self

    def start(self) -> None:
        self.begin()
        wait_for(lambda: self.health().get("ok"), f"the portal's health ({self.log[-2000:]})")

    def begin(self) -> None:
        """Start it and do not wait until it is well."""
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data.parent / f"{self.data.name}.log").open("a") as log:
            self.process = psutil.Popen(
                [sys.executable, "-m", self.module], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    @property
    def log(self) -> str:
        path = self.data.parent / f"{self.data.name}.log"
        return path.read_text() if path.exists() else ""

    def health(self) -> dict[str, Any]:
        if self.process is not None and self.process.poll() is not None:
            raise AssertionError(f"the portal ended with {self.process.returncode}: {self.log[-2000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
                return dict(json.load(answer))
        except (urllib.error.URLError, OSError, ValueError):
            return {}

    def everybody(self) -> list[psutil.Process]:
        """The supervisor and all that it started."""
        assert self.process is not None
        return [self.process, *self.process.children(recursive=True)]

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        family = self.everybody()
        self.process.terminate()
        _, left = psutil.wait_procs(family, timeout=20)
        for process in left:
            process.kill()
        self.process = None


@contextmanager
def running(data: Path, **how: str) -> Iterator[RunningPortal]:
    portal = RunningPortal(data, **how)
    if portal.environment["DJANGO_SETTINGS_MODULE"] == "portal.settings.dev" and not data.exists():
        portal.has_tables()
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()
