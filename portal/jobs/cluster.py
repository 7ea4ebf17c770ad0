"""django-q2's cluster, started as one process group that stands or falls together.

django-q2 replaces a process that was killed, but the queues between its processes are left with a lock that nobody
will release: an idle worker killed stops the cluster, a monitor killed repeats every task for ever. So here a process
that ends by anything but its own will ends the whole group, and the watchdog starts a new one.
"""

import multiprocessing
import os
import signal
import uuid
from multiprocessing.process import BaseProcess
from typing import Any

from django import db
from django_q.cluster import Sentinel
from django_q.conf import Conf

from portal.jobs import claims
from portal.jobs.pulse import Pulse

_fork = multiprocessing.get_context("fork")
BROKEN = 70
# Behind the web server, where both want the processor: somebody waits for a page, nobody for a job in that second.
# No more than this, because on SQLite a job that writes holds everybody up who wants to write.
NICE = 5


class Guard(Sentinel):
    """django-q2's sentinel, which watches its processes but replaces only those that ended as they should."""

    pulse: Pulse
    monitor: BaseProcess
    pusher: BaseProcess

    def guard(self) -> None:
        self.start_event.set()
        while not self.stop_event.wait(Conf.GUARD_CYCLE):
            self.pulse.count("guard_rounds")
            for process in [self.monitor, self.pusher, *self.pool]:
                self._look_after(process)
        self.stop()

    def _look_after(self, process: BaseProcess) -> None:
        if process.exitcode:
            self._give_up(process)
        elif process.exitcode == 0:
            self._replace(process)
        elif process in self.pool and self._is_over_its_time(process):
            self._give_up(process)

    def _is_over_its_time(self, worker: BaseProcess) -> bool:
        """django-q2's own clock: -1 is idle, above zero the seconds that are left for the task in hand."""
        timer: Any = vars(worker)["timer"]  # django-q2 hangs it on the process
        if timer.value <= 0:
            return False
        if not timer.get_lock().acquire(timeout=Conf.GUARD_CYCLE):
            return False  # it is finishing just now
        try:
            if timer.value > 0:
                timer.value = max(timer.value - Conf.GUARD_CYCLE, 0)
            return bool(timer.value == 0)
        finally:
            timer.get_lock().release()

    def _replace(self, process: BaseProcess) -> None:
        """It ended by itself: a worker after its share of tasks, a pusher whose broker was away."""
        db.connections.close_all()
        if process is self.monitor:
            self.monitor = self.spawn_monitor()
        elif process is self.pusher:
            self.pusher = self.spawn_pusher()
        else:
            self.pool.remove(process)
            self.spawn_worker()

    def _give_up(self, process: BaseProcess) -> None:
        self.pulse.accuse(process.pid or 0)
        os._exit(BROKEN)


class Cluster:
    """A running group. Every process of it carries the same name in the jobs it holds."""

    def __init__(self) -> None:
        self.name = f"{os.uname().nodename[:20]}-{uuid.uuid4().hex[:12]}"
        self.pulse = Pulse()
        self._stop = _fork.Event()
        self._start = _fork.Event()
        self.group = 0

    def start(self) -> None:
        db.connections.close_all()  # a connection must not be shared across a fork
        self.group = os.fork()
        if self.group == 0:
            self._be_the_guard()
        os.setpgid(self.group, self.group)

    def _be_the_guard(self) -> None:
        """In the child: never returns."""
        code = BROKEN
        try:
            os.setpgid(0, 0)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.nice(NICE)
            claims.act_for(self.name)
            self.pulse.listen()
            Guard.pulse = self.pulse
            Guard(self._stop, self._start, uuid.uuid4())
            code = 0
        finally:
            os._exit(code)

    def has_ended(self) -> bool:
        ended, _ = os.waitpid(self.group, os.WNOHANG)
        return ended != 0

    def ask_to_stop(self) -> None:
        self._stop.set()
