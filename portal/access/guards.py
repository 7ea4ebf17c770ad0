"""What the database itself refuses: changing or deleting a row of the access log.

They stand in the database as triggers and are set up anew after each migration, because SQLite loses them whenever a
table is rebuilt. They stop a slip and a stolen password of the application. Who owns the database can take them away;
that is what the chain is for.
"""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.access.models import Access

REFUSED = "rows of the access log are written once"
# Given when the row is tied into the chain, and only then.
GIVEN_LATER = ("sequence", "link")
_TABLE = Access._meta.db_table


def stand(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """After migrating. Twice does no harm. Tests that empty the tables do without (settings)."""
    if settings.ACCESS_LOG_GUARDED and _is_there(connections[using]):
        set_up(connections[using])


def set_up(connection: BaseDatabaseWrapper) -> None:
    take_down(connection)
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    on_table = f" ON {_TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in ("access_not_changed", "access_not_deleted", "access_not_emptied"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _is_there(connection: BaseDatabaseWrapper) -> bool:
    """Whether the table has been migrated as far as the code that is running."""
    with connection.cursor() as cursor:
        if _TABLE not in connection.introspection.table_names(cursor):
            return False
        columns = {column.name for column in connection.introspection.get_table_description(cursor, _TABLE)}
    return columns >= {field.column for field in Access._meta.concrete_fields}


_POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION access_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL AND NEW.sequence IS NOT NULL
            AND to_jsonb(NEW) - 'sequence' - 'link' = to_jsonb(OLD) - 'sequence' - 'link' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"CREATE TRIGGER access_not_changed BEFORE UPDATE OR DELETE ON {_TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION access_written_once()",
    f"CREATE TRIGGER access_not_emptied BEFORE TRUNCATE ON {_TABLE}"
    " FOR EACH STATEMENT EXECUTE FUNCTION access_written_once()",
)


def _sqlite() -> tuple[str, ...]:
    kept = [field.column for field in Access._meta.concrete_fields if field.column not in GIVEN_LATER]
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in kept)
    first_time = f"OLD.sequence IS NULL AND NEW.sequence IS NOT NULL AND {same}"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    return (
        f"CREATE TRIGGER access_not_changed BEFORE UPDATE ON {_TABLE} WHEN NOT ({first_time}) {refuse}",
        f"CREATE TRIGGER access_not_deleted BEFORE DELETE ON {_TABLE} {refuse}",
    )
