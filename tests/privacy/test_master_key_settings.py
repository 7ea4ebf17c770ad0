"""Master keys come from the environment, a file or a folder; whatever is wrong is said without showing a key."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.masterkeys import MasterKeys, from_environment

ONE, TWO = "first-key-" + "a1" * 20, "second-key-" + "b2" * 20


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in ("MASTER_KEYS", "MASTER_KEYS_FILE", "MASTER_KEY_CURRENT"):
        monkeypatch.delenv(name, raising=False)


def refusal():
    with pytest.raises(ImproperlyConfigured) as caught:
        from_environment()
    text = str(caught.value)
    assert ONE not in text
    assert TWO not in text
    return text


def closed(path, text, mode=0o600):
    path.write_text(text)
    path.chmod(mode)
    return path


def test_the_highest_version_is_the_current_one_however_they_are_written(monkeypatch):
    monkeypatch.setenv("MASTER_KEYS", f"10={TWO}, 9={ONE}")
    keys = from_environment()
    assert dict(keys) == {"9": ONE, "10": TWO}
    assert keys.current == "10"


def test_a_new_version_can_be_given_to_every_machine_before_any_of_them_uses_it(monkeypatch):
    monkeypatch.setenv("MASTER_KEYS", f"1={ONE},2={TWO}")
    monkeypatch.setenv("MASTER_KEY_CURRENT", "1")
    assert from_environment().current == "1"


def test_a_file_has_one_version_on_each_line(monkeypatch, tmp_path):
    monkeypatch.setenv("MASTER_KEYS_FILE", str(closed(tmp_path / "keys", f"# spring\n1={ONE}\n\n2 = {TWO}\n")))
    assert dict(from_environment()) == {"1": ONE, "2": TWO}


def test_a_folder_has_one_file_for_each_version(monkeypatch, tmp_path):
    for name, text in {"1": ONE, "2": TWO, "README": "not a key", "..data": "not a key"}.items():
        closed(tmp_path / name, text + "\n")
    monkeypatch.setenv("MASTER_KEYS_FILE", str(tmp_path))
    assert dict(from_environment()) == {"1": ONE, "2": TWO}


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o601, 0o620, 0o666])
def test_a_file_that_others_may_read_or_change_is_refused(monkeypatch, tmp_path, mode):
    path = closed(tmp_path / "keys", f"1={ONE}", mode)
    monkeypatch.setenv("MASTER_KEYS_FILE", str(path))
    assert f"chmod 600 {path}" in refusal()


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o440])
def test_a_file_that_only_the_portal_or_its_group_may_read_is_taken(monkeypatch, tmp_path, mode):
    monkeypatch.setenv("MASTER_KEYS_FILE", str(closed(tmp_path / "keys", f"1={ONE}", mode)))
    assert from_environment()["1"] == ONE


def test_one_open_file_in_a_folder_is_enough_to_refuse(monkeypatch, tmp_path):
    closed(tmp_path / "1", ONE)
    closed(tmp_path / "2", TWO, 0o644)
    monkeypatch.setenv("MASTER_KEYS_FILE", str(tmp_path))
    assert str(tmp_path / "2") in refusal()


def test_a_folder_in_which_others_could_put_a_key_is_refused(monkeypatch, tmp_path):
    folder = tmp_path / "keys"
    folder.mkdir()
    closed(folder / "1", ONE)
    folder.chmod(0o777)
    monkeypatch.setenv("MASTER_KEYS_FILE", str(folder))
    assert f"chmod 700 {folder}" in refusal()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (ONE, "number 1 is no version=key pair"),
        (f"1={ONE},{TWO}", "number 2 is no version=key pair"),
        (f"1={ONE},1={TWO}", "number 2"),
        ("1=short", "version 1"),
        (f"one={ONE}", "no whole number"),
        (f"0={ONE}", "no whole number"),
        (f"{ONE}=1", "no whole number"),
        (f"1={ONE},2={ONE}", "same key under two versions"),
    ],
)
def test_what_is_malformed_is_refused_and_not_repeated(monkeypatch, given, said):
    monkeypatch.setenv("MASTER_KEYS", given)
    assert said in refusal()


def test_nothing_at_all_is_refused_with_both_names(monkeypatch):
    text = refusal()
    assert "MASTER_KEYS" in text
    assert "MASTER_KEYS_FILE" in text


def test_two_sources_at_once_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("MASTER_KEYS", f"1={ONE}")
    monkeypatch.setenv("MASTER_KEYS_FILE", str(closed(tmp_path / "keys", f"1={ONE}")))
    assert "Keep one" in refusal()


def test_a_file_that_is_not_there_or_no_text_is_refused_with_its_name(monkeypatch, tmp_path):
    monkeypatch.setenv("MASTER_KEYS_FILE", str(tmp_path / "missing"))
    assert "missing" in refusal()
    (tmp_path / "noise").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "noise").chmod(0o600)
    monkeypatch.setenv("MASTER_KEYS_FILE", str(tmp_path / "noise"))
    assert "not text" in refusal()


def test_a_current_version_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setenv("MASTER_KEYS", f"1={ONE}")
    monkeypatch.setenv("MASTER_KEY_CURRENT", "2")
    assert "version 2" in refusal()


def test_no_key_is_shown_when_the_setting_is_printed():
    keys = MasterKeys({"1": ONE, "2": TWO})
    for text in (repr(keys), str(keys), f"{keys}", f"{[keys]!r}"):
        assert "versions 1, 2" in text
        assert ONE not in text
    assert ONE in repr(dict(keys))  # what the class is for


def test_a_dump_of_all_settings_shows_no_key():
    found = subprocess.run(
        [sys.executable, "manage.py", "diffsettings", "--all"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.dev", "MASTER_KEYS": f"1={ONE}"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "master keys, versions 1" in found.stdout
    assert ONE not in found.stdout + found.stderr
