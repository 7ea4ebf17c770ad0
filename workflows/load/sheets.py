"""Rows for one table, written in bulk: by COPY on PostgreSQL, by one prepared INSERT on SQLite."""

import json
from collections.abc import Callable
from typing import Any

from django.db import connection, models
from django.utils import timezone


class Sheet:
    """Rows of a model. Columns that are not named get the model's default, so a new column needs no change here."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        fields = {field.attname: field for field in model._meta.local_concrete_fields}
        named = [fields.pop(column) for column in columns]
        defaults = {field: _default(field) for field in fields.values() if not isinstance(field, models.AutoField)}
        self._fields, self._same = [*named, *defaults], tuple(defaults.values())
        self._table = model._meta.db_table
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        """A row, in the order of the columns; JSON as text."""
        self._rows.append((*values, *self._same))

    def write(self) -> None:
        """Write what was added and forget it. Inside the caller's transaction."""
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in self._fields)
        target = f"{connection.ops.quote_name(self._table)} ({columns})"
        if connection.vendor == "postgresql":
            self._copy(target)
        else:
            self._insert(target)
        self._rows.clear()

    def _copy(self, target: str) -> None:
        with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in self._rows:
                copy.write_row(row)

    def _insert(self, target: str) -> None:
        marks = ", ".join(["%s"] * len(self._fields))
        converts = [_converter(field) for field in self._fields]
        values = [[convert(value) for convert, value in zip(converts, row, strict=True)] for row in self._rows]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", values)  # noqa: S608  # nosec B608 -- names from models


def _default(field: models.Field[Any, Any]) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    value = field.get_default()
    return json.dumps(value) if isinstance(field, models.JSONField) else value


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection)
