"""The sweeper and whoever hands in a paper lock in one order: the record first, then what is owed on it."""

import threading
from time import sleep

import pytest
from django.db import connection

from forms.models import Record
from tests.workflows.obligations.conftest import moment, opened, rows, sweep, visit
from tests.workflows.test_race import at_once
from workflows.obligations import receivers, sweeping
from workflows.obligations.models import Owed

WAITING = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)"


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there only one may write at all")
@pytest.mark.django_db(transaction=True)
def test_a_paper_that_is_handed_in_while_the_sweeper_writes_waits_for_it_and_is_not_put_off(
    registry, monthly, at, monkeypatch
):
    now = at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    monthly()
    written, meets, over, put_off = threading.Event(), threading.Event(), threading.Event(), []
    look_at, meet = sweeping.look_at, receivers.meet

    def looked_at(*args, **kwargs):
        look_at(*args, **kwargs)
        if written.is_set():
            return
        assert Owed.objects.exists()
        written.set()
        # Until the other has the record, or waits for it: whichever comes first.
        while not (meets.is_set() or over.is_set() or somebody_waits()):
            sleep(0.01)

    def met(*args):
        meets.set()
        return meet(*args)

    def handed_in():
        assert written.wait(30)
        try:
            visit(registry, Record.objects.get(pk=record.pk), moment(2026, 10, 2))
        finally:
            over.set()

    monkeypatch.setattr(sweeping, "look_at", looked_at)
    monkeypatch.setattr(receivers, "meet", met)
    for module in (receivers, sweeping):
        monkeypatch.setattr(module.log, "error", lambda *said: put_off.append(said))
    results = at_once(lambda: sweep(now), handed_in)
    assert results == [None, None]
    assert put_off == []
    assert rows() == [("2026-10", "met")]
