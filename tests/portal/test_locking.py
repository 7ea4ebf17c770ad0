"""A row is locked first and read then: what stands beside it is never older than the lock."""

import ast
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from portal.directory.models import Area, Organisation
from portal.locking import locked

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("portal", "content", "forms", "workflows")


@pytest.fixture
def office(db):
    area = Area.objects.create(code="530000000000", name="省")
    return Organisation.objects.create(name="办公室", area=area)


@pytest.mark.django_db(transaction=True)
def test_who_waited_for_a_row_reads_what_it_is_joined_to_now(office):
    area = Area.objects.create(code="540000000000", name="另一省")
    seen, has_it, asks = [], threading.Event(), threading.Event()

    def waits():
        try:
            has_it.wait(10)
            asks.set()
            with transaction.atomic():
                found = locked(Organisation.objects.select_related("area").filter(pk=office.pk)).get()
                seen.append((found.name, found.area.name))
        finally:
            connection.close()

    thread = threading.Thread(target=waits)
    thread.start()
    with transaction.atomic():
        mine = locked(Organisation.objects.filter(pk=office.pk)).get()
        has_it.set()
        asks.wait(10)
        thread.join(0.5)
        Area.objects.filter(pk=area.pk).update(name="改了名的省")
        mine.name, mine.area = "新办公室", area
        mine.save()
    thread.join(30)
    assert seen == [("新办公室", "改了名的省")]


@pytest.mark.django_db(transaction=True)
def test_what_somebody_else_has_is_left_out_where_that_is_asked(office):
    if not connection.features.has_select_for_update_skip_locked:
        assert locked(Organisation.objects.all(), skip_locked=True).get() == office
        return
    found = []

    def asks():
        try:
            with transaction.atomic():
                found.append(locked(Organisation.objects.filter(pk=office.pk), skip_locked=True).first())
        finally:
            connection.close()

    with transaction.atomic():
        locked(Organisation.objects.filter(pk=office.pk)).get()
        thread = threading.Thread(target=asks)
        thread.start()
        thread.join(30)
    assert found == [None]


def chains(tree: ast.AST) -> Iterator[set[str]]:
    """The names of the methods called one on the other."""
    for node in ast.walk(tree):
        names = set()
        while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names.add(node.func.attr)
            node = node.func.value
        yield names


def test_nothing_is_locked_and_joined_in_one_question():
    both = {"select_for_update", "select_related"}
    assert any(both <= names for names in chains(ast.parse("a.select_for_update().filter(b=1).select_related('c')")))
    found = [
        str(path)
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("*.py"))
        if any(both <= names for names in chains(ast.parse(path.read_text(encoding="utf-8"))))
    ]
    assert found == []
