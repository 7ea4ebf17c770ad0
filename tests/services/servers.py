"""A PostgreSQL and a Redis for the length of a `with` block, from Debian's packages."""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_WITHIN = 30.0
PR_SET_PDEATHSIG = 1


class Missing(Exception):
    """A service cannot be started here; the text says what to do."""


@contextmanager
def postgresql(**tuning: str) -> Iterator[str]:
    """Yields the address of an empty PostgreSQL that forgets everything at the end, and so need not be durable.

    `tuning` are settings of the server that matter with much data, such as `shared_buffers`.
    """
    programs = _postgresql_programs()
    owner = _owner()
    password, port = secrets.token_hex(16), _free_port()
    with _folder(owner) as folder:
        secret = folder / "password"
        secret.write_text(password)
        if owner:
            shutil.chown(secret, owner)
        data = folder / "data"
        _once(
            [programs / "initdb", "-D", data, "-U", "portal", "-A", "scram-sha-256", "--pwfile", secret,
             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
            owner,
        )  # fmt: skip
        options = {
            "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder,
            "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": 100,
            **tuning,
        }  # fmt: skip
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with _running([programs / "postgres", "-D", data, *settings], owner, signal.SIGINT, folder) as process:
            _wait(process, folder, lambda: (data / "postmaster.pid").exists() and _answers(port))
            url = f"postgresql://portal:{password}@127.0.0.1:{port}/postgres"
            _wait(process, folder, lambda: _accepts(url))
            yield url


@contextmanager
def redis() -> Iterator[str]:
    """Yields the address of an empty Redis that keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        raise Missing("redis-server is missing: apt-get install redis-server")
    password, port = secrets.token_hex(16), _free_port()
    with _folder("") as folder:
        config = folder / "redis.conf"
        config.write_text(
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndir {folder}\n'
        )
        with _running([program, config], "", signal.SIGTERM, folder) as process:
            _wait(process, folder, lambda: _answers(port))
            yield f"redis://:{password}@127.0.0.1:{port}/0"


def _postgresql_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if found:
        return found[-1]
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise Missing("PostgreSQL is missing: apt-get install postgresql")


def _owner() -> str:
    """PostgreSQL refuses to run as root; Debian's package makes an account for it."""
    if os.geteuid() != 0:
        return ""
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise Missing("PostgreSQL does not run as root and there is no account named postgres.") from None


@contextmanager
def _folder(owner: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="portal-services-", ignore_cleanup_errors=True) as name:
        if owner:
            shutil.chown(name, owner, owner)
        yield Path(name)


def _as(owner: str) -> dict[str, Any]:
    return {"user": owner, "group": owner, "extra_groups": []} if owner else {}


def _once(command: list[Any], owner: str) -> None:
    done = subprocess.run(  # noqa: S603 -- our own words
        [str(word) for word in command], capture_output=True, text=True, check=False, cwd="/", **_as(owner)
    )
    if done.returncode:
        raise Missing(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


@contextmanager
def _running(command: list[Any], owner: str, stop: signal.Signals, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server that also ends when this process is killed."""

    def end_with_parent() -> None:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, stop, 0, 0, 0)

    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own words
            [str(word) for word in command], stdout=log, stderr=log, cwd="/",
            preexec_fn=end_with_parent, start_new_session=True, **_as(owner),
        )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], folder: Path, is_up: Callable[[], bool]) -> None:
    until = time.monotonic() + START_WITHIN
    while not is_up():
        if process.poll() is not None or time.monotonic() > until:
            raise Missing(f"A service did not start: {(folder / 'log').read_text(errors='replace')[-500:]}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _accepts(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
