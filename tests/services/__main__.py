"""`python -m tests.services COMMAND…`: run a command beside a PostgreSQL and a Redis that exist only for it.

The command finds them in DATABASE_URL and REDIS_URL. Both listen on free ports of 127.0.0.1, keep their files in a
temporary folder, and end with the command, however it ends.
"""

import os
import subprocess
import sys

from tests.services.servers import Missing, postgresql, redis


def main(command: list[str]) -> int:
    if not command:
        sys.exit("Name the command to run: python -m tests.services pytest tests")
    try:
        with postgresql() as database_url, redis() as redis_url:
            environment = {**os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url}
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 -- the caller's own
    except Missing as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
