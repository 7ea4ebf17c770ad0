"""The supervisor with short pauses, so that a hundred accidents fit into two minutes, and with processes that can be
told apart from outside. Nothing else is different.

In life a process that dies again and again is started more and more slowly; what is lost does not depend on that.
"""

import ctypes
import sys
from collections.abc import Callable

from portal.supervisor import children, run
from portal.supervisor.__main__ import main
from tests.faults.siege import WEB, WORKER

PAUSE = 0.3
PR_SET_NAME = 15

_web, _worker = run._web, run._worker


def _named(name: str) -> None:
    """This process and those it forks are called that."""
    ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode(), 0, 0, 0)


def _named_web(host: str, port: int) -> Callable[[], None]:
    serve = _web(host, port)

    def work() -> None:
        _named(WEB)
        serve()

    return work


def _hasty_worker() -> None:
    from portal.jobs import watchdog  # Django is configured only now

    watchdog.LONGEST_PAUSE = PAUSE
    _named(WORKER)
    _worker()


run._web, run._worker = _named_web, _hasty_worker
children.LONGEST_PAUSE = PAUSE

if __name__ == "__main__":
    sys.exit(main())
