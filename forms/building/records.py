"""The register of a form and what it writes back: blocks to schema, schema to blocks."""

from typing import Any

from forms.building.blocks import Raw, block, list_item
from forms.schema import FormSchema, Register, RegisterReader, WriteBack


def read_register(stream: Any) -> Register | None:
    value = next((part.value for part in stream if part.block_type == "register"), None)
    if value is None:
        return None
    return Register(
        name=value["name"],
        identity=tuple(value["identity"]),
        alike=tuple(value["alike"]),
        of_children=value["of_children"],
        readers=tuple(_reader(row) for row in value["readers"]),
    )


def read_write_back(stream: Any) -> tuple[WriteBack, ...]:
    rows = (part.value for part in stream if part.block_type == "write_back")
    return tuple(WriteBack(field=row["field"], into=row["into"]) for row in rows)


def register(schema: FormSchema) -> list[Raw]:
    if schema.records is None:
        return []
    said = schema.records
    value = {
        "name": said.name,
        "identity": [list_item(key) for key in said.identity],
        "alike": [list_item(key) for key in said.alike],
        "of_children": said.of_children,
        "readers": [list_item(_written(row)) for row in said.readers],
    }
    return [block("register", value, "register")]


def write_back(schema: FormSchema) -> list[Raw]:
    return [block("write_back", {"field": row.field, "into": row.into}, row.field) for row in schema.write_back]


def _reader(row: Any) -> RegisterReader:
    return RegisterReader(
        roles=tuple(row["roles"]),
        sensitivities=tuple(row["sensitivities"]),
        through=row["through"] or None,
        highest=row["highest"] or "county",
        writes=row["writes"],
    )


def _written(row: RegisterReader) -> Raw:
    return {
        "roles": list(row.roles),
        "sensitivities": list(row.sensitivities),
        "through": row.through or "",
        "highest": row.highest,
        "writes": row.writes,
    }
