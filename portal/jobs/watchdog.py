"""The worker command: keeps one cluster alive, and has everything found that the queue may lose."""

import logging
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from time import monotonic, sleep
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from portal import lifeline
from portal.jobs import beats, claims, failures, reconciler
from portal.jobs.cluster import Cluster
from portal.jobs.models import Job, Worker
from portal.jobs.stalls import StallDetector
from portal.jobs.wreckage import Nameplate, clear_wreckage

log = logging.getLogger(__name__)

# Seconds
LOOK_EVERY = 0.2
TICK_EVERY = 1.0
HEARTBEAT_EVERY = 5.0
PATIENCE = 10.0
JOB_GRACE = 30.0
STOP_WITHIN = 8.0
STEADY_AFTER = 30.0
LONGEST_PAUSE = 10.0
FORGET_WORKERS_AFTER = timedelta(hours=1)


class Watchdog:
    def __init__(self) -> None:
        self._name = f"{os.uname().nodename[:40]}-{os.getpid()}"
        self._stopping = False
        self._restarts = 0
        self._beat_at = float("-inf")

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        lifeline.end_children_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        pause = 0.0
        while not self._stopping:
            born = monotonic()
            self._one_life()
            # The first accident is answered at once, a series of them more and more slowly.
            pause = 0.0 if monotonic() - born > STEADY_AFTER else min(pause * 2 + 0.2, LONGEST_PAUSE)
            self._wait(pause)
        self._courteously(Worker.objects.filter(name=self._name).delete)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _wait(self, seconds: float) -> None:
        until = monotonic() + seconds
        while not self._stopping and monotonic() < until:
            sleep(min(LOOK_EVERY, seconds))

    def _one_life(self) -> None:
        """Start a cluster, watch it, and clean up behind it when it has ended."""
        cluster = Cluster()
        with Nameplate(cluster.name):
            cluster.start()
            log.info("Worker %s has started", cluster.name)
            reason = self._watch(cluster)
            lifeline.end_group(cluster.group)
        if reason:
            self._restarts += 1
            log.error("Worker %s is replaced: %s", cluster.name, reason)
        self._courteously(
            lambda: claims.release_all_of(cluster.name, culprit=cluster.pulse.culprit, stopped=not reason)
        )

    def _watch(self, cluster: Cluster) -> str:
        """Why the cluster must be replaced; empty when it was asked to stop."""
        stalls = StallDetector(settings.Q_CLUSTER["workers"], PATIENCE, settings.Q_CLUSTER["timeout"] + JOB_GRACE)
        ticked, reason = float("-inf"), ""
        while not (self._stopping or reason):
            if cluster.has_ended():
                return "one of its processes was killed"
            if monotonic() - ticked >= TICK_EVERY:
                ticked = monotonic()
                reason = self._tick(cluster, stalls)
            sleep(LOOK_EVERY)
        if not reason:
            _stop_gently(cluster)
        return reason

    def _tick(self, cluster: Cluster, stalls: StallDetector) -> str:
        """One look at the database. While that is away nothing can be decided, and nothing is lost."""
        try:
            self._beat()
            clear_wreckage()
            while reconciler.reconcile() == reconciler.AT_ONCE:
                pass
            waiting = Job.objects.due(timezone.now()).exists()
        except Exception as error:
            log.error("The watchdog could not look: %s", failures.describe(error))
            connections.close_all()
            return ""
        return stalls.verdict(cluster.pulse.read(), work_is_waiting=waiting, now=monotonic())

    def _beat(self) -> None:
        if monotonic() - self._beat_at < HEARTBEAT_EVERY:
            return
        now = timezone.now()
        Worker.objects.update_or_create(name=self._name, defaults={"seen_at": now, "restarts": self._restarts})
        Worker.objects.filter(seen_at__lt=now - FORGET_WORKERS_AFTER).delete()
        self._beat_at = monotonic()
        beats.beat()

    def _courteously(self, write: Callable[[], object]) -> None:
        """When the database is away, leases and heartbeats run out by themselves."""
        try:
            write()
        except DatabaseError as error:
            log.warning("Not written: %s", failures.describe(error))


def _stop_gently(cluster: Cluster) -> None:
    """Let the jobs in hand finish, for a while; what is killed after that goes back to the queue."""
    cluster.ask_to_stop()
    until = monotonic() + STOP_WITHIN
    while not cluster.has_ended() and monotonic() < until:
        sleep(0.05)
