"""The web server: granian, few processes, each with one thread inside Django (see portal/turnstile.py)."""

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

PROCESSES = 2
# Threads that wait for bodies to arrive and for answers to leave; they are made when needed.
CONNECTIONS_IN_MOTION = 64
OPEN_CONNECTIONS = 512
STOP_WITHIN = 5


def serve(host: str, port: int, processes: int = PROCESSES) -> None:
    """Serve until SIGTERM."""
    Server(
        "portal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=processes,
        blocking_threads=CONNECTIONS_IN_MOTION,
        backpressure=OPEN_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
        log_level=LogLevels.error,
    ).serve()
