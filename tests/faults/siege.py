"""A running portal whose processes are killed, each named by what it does."""

import contextlib
import random
from collections import Counter

import psutil

from tests.running import RunningPortal, wait_for

WORKERS = 2
# What the processes under the supervisor are called, so that they can be told apart (see hasty.py).
WEB, WORKER = "siege-web", "siege-worker"
# How often each is killed: together a hundred times.
KILLS = Counter(
    {
        "web process": 44,
        "web server": 8,
        "busy or idle worker": 14,
        "monitor": 6,
        "pusher": 6,
        "guard": 6,
        "watchdog": 6,
        "printing process": 8,
        "supervisor": 2,
    }
)


class BesiegedPortal(RunningPortal):
    module = "tests.faults.hasty"

    def kill(self, role: str, dice: random.Random) -> None:
        """kill -9 of one process of that role, as soon as there is one."""
        process = dice.choice(wait_for(lambda: self.present(role), f"a process to kill ({role})", 45))
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
        if role == "supervisor":
            process.wait(20)
            self.start()

    def present(self, role: str) -> list[psutil.Process]:
        """Those of that role that live; none while their group is being started."""
        assert self.process is not None
        try:
            found = self._roles(self.process).get(role, [])
            return [process for process in found if process.status() != psutil.STATUS_ZOMBIE]
        except psutil.NoSuchProcess:
            return []

    def _roles(self, supervisor: psutil.Process) -> dict[str, list[psutil.Process]]:
        web = [process for process in supervisor.children() if process.name() == WEB]
        watchdog = [process for process in supervisor.children() if process.name() == WORKER]
        guard = _children_of(watchdog)
        cluster = sorted(_children_of(guard), key=lambda process: process.pid)
        found = {"supervisor": [supervisor], "web server": web, "web process": _children_of(web), "watchdog": watchdog}
        if len(cluster) != WORKERS + 2:
            return found
        workers, monitor, pusher = cluster[:WORKERS], cluster[WORKERS : WORKERS + 1], cluster[WORKERS + 1 :]
        return {
            **found, "guard": guard, "busy or idle worker": workers, "monitor": monitor, "pusher": pusher,
            "printing process": _children_of(workers),
        }  # fmt: skip


def _children_of(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [child for process in processes for child in process.children()]
