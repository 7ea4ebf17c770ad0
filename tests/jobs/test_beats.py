"""Small work done at every heartbeat of every worker."""

import pytest

from portal.access import chain
from portal.jobs import beats


@pytest.fixture
def works(monkeypatch):
    registered = []
    monkeypatch.setattr(beats, "_works", registered)
    return registered


def test_what_fails_is_said_without_its_words_and_keeps_nothing_else_from_being_done(works, caplog):
    done = []

    def fails():
        raise RuntimeError("王小明")

    for work in (fails, lambda: done.append("done")):
        beats.at_each_beat(work)
    beats.beat()
    assert done == ["done"]
    assert "RuntimeError" in caplog.text
    assert "王小明" not in caplog.text


def test_the_same_work_is_done_once_however_often_it_is_registered(works):
    done = []

    def work():
        done.append("done")

    beats.at_each_beat(work)
    beats.at_each_beat(work)
    beats.beat()
    assert done == ["done"]


def test_the_access_log_is_tied_in_by_every_worker():
    assert chain.link_waiting in beats._works
