"""What is checked before anything is started."""

import sys
from types import SimpleNamespace

import pytest

from portal.supervisor import ground


def test_an_old_python_is_refused_by_its_number(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    with pytest.raises(ground.NotReady, match=r"needs Python 3\.11 or newer; this is 3\.10"):
        ground.check_python()


def test_a_disk_that_is_nearly_full_is_refused_with_what_is_left(monkeypatch, tmp_path):
    left = ground.LEAST_ROOM - ground.MEGABYTE
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=left))
    with pytest.raises(ground.NotReady, match="has 199 MB left; the portal needs 200 MB"):
        ground.check_room(tmp_path)


def test_a_missing_library_is_named_by_its_package(monkeypatch):
    monkeypatch.setattr(ground, "LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    with pytest.raises(ground.NotReady, match="apt-get install libnowhere9"):
        ground.check_libraries()
