"""Keeping processes alive: whichever ends is started again, and when this one ends, they all do."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from types import FrameType

from portal import lifeline

LOOK_EVERY = 0.1
STEADY_AFTER = 30.0
LONGEST_PAUSE = 10.0
STOP_WITHIN = 12.0


@dataclass
class Child:
    name: str
    work: Callable[[], None]
    process_id: int = 0
    started_at: float = 0.0
    start_at: float = 0.0
    pause: float = 0.0

    def start(self) -> None:
        """Fork; each child leads a group of its own, so that Ctrl-C reaches only the one who decides."""
        sys.stdout.flush()
        self.started_at = monotonic()
        self.process_id = os.fork()
        if self.process_id == 0:
            self._live()

    def _live(self) -> None:
        """In the child: never returns."""
        code = 1
        try:
            os.setpgid(0, 0)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            self.work()
            code = 0
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def has_ended(self) -> bool:
        """True once, when the process is gone; what is left of its group is ended too."""
        if self.process_id == 0 or os.waitpid(self.process_id, os.WNOHANG)[0] == 0:
            return False
        lifeline.end_group(self.process_id)
        self.process_id = 0
        return True

    def plan_restart(self) -> None:
        """At once after a long life; later and later after short ones."""
        now = monotonic()
        self.pause = 0.5 if now - self.started_at > STEADY_AFTER else min(max(self.pause * 2, 0.5), LONGEST_PAUSE)
        self.start_at = now + self.pause


class Family:
    """Children that are kept alive until this process is told to stop."""

    def __init__(self, *children: Child) -> None:
        self.children = children
        self.stopping = False

    def start(self) -> None:
        lifeline.end_children_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        for child in self.children:
            child.start()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def keep_alive(self) -> None:
        """Until a signal; then end them all."""
        while not self.stopping:
            for child in self.children:
                self._look_after(child)
            sleep(LOOK_EVERY)
        self.stop()

    def _look_after(self, child: Child) -> None:
        if child.has_ended():
            child.plan_restart()
            print(f"{child.name} has ended and is started again in {child.pause:.1f} s.", file=sys.stderr, flush=True)
        elif child.process_id == 0 and monotonic() >= child.start_at:
            child.start()

    def stop(self) -> None:
        alive = [child for child in self.children if child.process_id]
        for child in alive:
            os.kill(child.process_id, signal.SIGTERM)
        until = monotonic() + STOP_WITHIN
        while alive and monotonic() < until:
            alive = [child for child in alive if not child.has_ended()]
            sleep(0.02)
        for child in alive:
            lifeline.end_group(child.process_id)
