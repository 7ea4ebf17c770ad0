"""Deciding that a cluster has stopped moving although all its processes look alive. Pure: knows only numbers."""

from dataclasses import dataclass, field

from portal.jobs.pulse import Reading


@dataclass
class StallDetector:
    workers: int
    # Seconds without movement that are still no stall, and seconds that one job may take at most.
    patience: float
    longest_job: float
    _changed: dict[str, tuple[int, float]] = field(default_factory=dict)
    _waiting_since: float | None = None

    def verdict(self, reading: Reading, *, work_is_waiting: bool, now: float) -> str:
        """Why the cluster must be replaced, or an empty string. `now` is seconds of a clock that never goes back."""
        still = {name: self._still_for(name, value, now) for name, value in reading._asdict().items()}
        waiting = self._waiting_for(work_is_waiting, now)
        busy = max(reading.started - reading.finished, 0)
        resting = min(still["started"], still["finished"])
        if still["guard_rounds"] > self.patience:
            return "its guard has stopped"
        if reading.finished > reading.acknowledged and min(resting, still["acknowledged"]) > self.patience:
            return "finished work is not acknowledged"
        if busy < self.workers and min(waiting, resting) > self.patience:
            return "work is waiting and idle workers do not take it"
        if busy and resting > self.longest_job:
            return "a job runs far beyond its time limit"
        return ""

    def _waiting_for(self, work_is_waiting: bool, now: float) -> float:
        if not work_is_waiting:
            self._waiting_since = None
            return 0.0
        if self._waiting_since is None:
            self._waiting_since = now
        return now - self._waiting_since

    def _still_for(self, name: str, value: int, now: float) -> float:
        """Seconds since the value last changed."""
        before = self._changed.get(name)
        if before is None or before[0] != value:
            self._changed[name] = (value, now)
            return 0.0
        return now - before[1]
