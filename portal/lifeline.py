"""Nobody is left behind: a process of the worker ends when the one above it ends, even by kill -9 (Linux)."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def end_children_with_parent() -> None:
    """From now on every process forked from this one, and from its children, dies with its parent.

    Orphans that die this way are handed to this process, so that it can see the end of the whole group.
    """
    if not sys.platform.startswith("linux"):
        return
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    parent: list[int] = [0]

    def remember() -> None:
        parent[0] = os.getpid()

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent[0]:  # it died before we were bound to it
            os._exit(1)

    os.register_at_fork(before=remember, after_in_child=bind)


def end_group(group: int) -> None:
    """Kill a process group and return when the last process of it is gone."""
    try:
        os.killpg(group, signal.SIGKILL)
        while True:
            os.waitpid(-group, 0)
    except (ProcessLookupError, ChildProcessError):
        return
