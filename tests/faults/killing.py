"""`python -m tests.faults.killing [--kills 1000]`: what a case causes, while so many workers are killed.

On SQLite; on PostgreSQL and Redis with `python -m tests.services .venv/bin/python -m tests.faults.killing`.
"""

import argparse
import os
import sys

import pytest


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m tests.faults.killing", description=__doc__)
    arguments.add_argument("--kills", type=int, default=1000)
    os.environ["KILLS"] = str(arguments.parse_args().kills)
    return int(pytest.main(["-s", "-p", "no:cacheprovider", "tests/faults/test_effects_survive.py"]))


if __name__ == "__main__":
    sys.exit(main())
