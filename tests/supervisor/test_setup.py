"""`tools/setup.sh` on machines that lack something: one sentence that says what to do, exit code not 0."""

import os
import shutil
import subprocess

import pytest

from tests.running import ROOT

OLD = """#!/bin/sh
case "$2" in *version_info*) exit 1;; *) echo 3.9.2;; esac
"""


@pytest.fixture
def clone(tmp_path):
    """As much of a fresh clone as setting up needs."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    return tmp_path


def set_up(clone, **environment):
    ended = subprocess.run(
        ["/bin/sh", "tools/setup.sh"], cwd=clone, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return ended.returncode, ended.stderr.strip().splitlines()[-1]


def test_an_old_python_is_named_with_its_version(clone):
    old = clone / "python3.9"
    old.write_text(OLD)
    old.chmod(0o755)
    code, said = set_up(clone, PYTHON=str(old))
    assert code == 1
    assert said == f"The portal needs Python 3.11 or newer; {old} is 3.9.2. Name another with PYTHON=… make run"


def test_without_python_it_says_what_to_install(clone):
    assert set_up(clone, PYTHON="no-such-python") == (1, "Python is missing: apt-get install python3 python3-venv")


@pytest.mark.once
@pytest.mark.faults
def test_without_network_it_names_the_way_out_and_does_not_count_as_set_up(clone):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    code, said = set_up(clone, **nowhere)
    assert code == 1
    assert said.startswith("pip could not install requirements.lock")
    assert "PIP_INDEX_URL=… make run" in said
    assert not list((clone / ".venv").glob("installed-*"))
