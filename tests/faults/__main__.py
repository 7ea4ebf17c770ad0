"""`python -m tests.faults killing|racing [--times 1000]`: workers killed, or two racing for one task.

On SQLite; on PostgreSQL and Redis with `python -m tests.services .venv/bin/python -m tests.faults …`.
"""

import argparse
import os
import sys

import pytest

KINDS = {
    "killing": ("KILLS", "tests/faults/test_effects_survive.py"),
    "racing": ("RACES", "tests/workflows/test_race_often.py"),
}


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    arguments.add_argument("kind", choices=KINDS)
    arguments.add_argument("--times", type=int, default=1000)
    asked = arguments.parse_args()
    variable, tests = KINDS[asked.kind]
    os.environ[variable] = str(asked.times)
    return int(pytest.main(["-s", "-p", "no:cacheprovider", tests]))


if __name__ == "__main__":
    sys.exit(main())
