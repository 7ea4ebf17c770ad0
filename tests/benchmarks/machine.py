"""What the machine tells: time on the processor, memory, neighbours, versions."""

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import monotonic, process_time

import psutil

PACKAGES = ("Django", "wagtail", "granian", "django-q2", "weasyprint")


def processor_seconds(processes: list[psutil.Process]) -> float:
    """Seconds these processes have computed since they were started."""
    times = [process.cpu_times() for process in processes if process.is_running()]
    return sum(time.user + time.system for time in times)


def pace() -> float:
    """Milliseconds for a fixed piece of work: how fast a processor of this machine is just now, the best of five."""
    return min(_fixed_work() for _ in range(5)) * 1000


def _fixed_work() -> float:
    began, total, kept = process_time(), 0, {}
    for number in range(200_000):
        total += number % 7
        kept[number % 100] = total
    return process_time() - began


def megabytes(processes: list[psutil.Process]) -> float:
    """Memory in use; what processes share is counted once (sum of PSS)."""
    total = 0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:  # the printing process leaves when it likes
            continue
    return total / 1e6


@dataclass
class Neighbours:
    """How many processors were busy with something else while a block ran."""

    cores: float = 0.0


@contextmanager
def watching_neighbours(everybody: Callable[[], list[psutil.Process]]) -> Iterator[Neighbours]:
    """`everybody` gives the processes that are not neighbours, besides this one."""
    found = Neighbours()
    began, busy_before, ours_before = monotonic(), _busy(), _ours(everybody())
    yield found
    others = _busy() - busy_before - (_ours(everybody()) - ours_before)
    found.cores = max(others, 0) / (monotonic() - began)


def _busy() -> float:
    times = psutil.cpu_times()
    return float(times.user + times.system + times.nice + getattr(times, "steal", 0))


def _ours(processes: list[psutil.Process]) -> float:
    """With what their children had computed that have ended: the load generator, the printing process."""
    times = [process.cpu_times() for process in [psutil.Process(), *processes] if process.is_running()]
    return sum(time.user + time.system + time.children_user + time.children_system for time in times)


def described() -> str:
    memory = round(psutil.virtual_memory().total / 2**30)
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{date.today():%Y-%m-%d}, {_processor()}, {psutil.cpu_count()} processors, {memory} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {packages}"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
