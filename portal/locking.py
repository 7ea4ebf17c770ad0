"""Rows that are locked first and read then: what is joined to them is as new as they are."""

from typing import TypeVar

from django.db import connections
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def locked(rows: "QuerySet[Row, Row]", *, skip_locked: bool = False) -> "QuerySet[Row, Row]":
    """The same rows, not sliced, each locked until the transaction ends; with `skip_locked` those nobody else has.

    PostgreSQL, when it has waited for a lock, reads again the row that it locked, and nothing that is joined to it
    (its manual, 13.2.1): who locks and joins in one question sees the neighbours as they were before the wait.
    """
    if not connections[rows.db].features.has_select_for_update:
        return rows
    alone = rows.select_related(None).prefetch_related(None).only("pk")
    found = alone.select_for_update(of=("self",), skip_locked=skip_locked)
    return rows.filter(pk__in=[row.pk for row in found])
