"""A definition between "look at it" and "take it": carried by the page, signed, kept nowhere."""

from typing import TypeVar

from django.core import signing
from pydantic import ValidationError

from forms.schema import Definition

SALT = "forms.versions.carrying"
SECONDS = 2 * 60 * 60
# What a page carries has to come back in one request.
MOST_CARRIED = 1_800_000

Kind = TypeVar("Kind", bound=Definition)


def pack(schema: Definition, *, user_id: int) -> str:
    """For that user only."""
    return signing.dumps([user_id, schema.model_dump(mode="json")], salt=_salt(type(schema)), compress=True)


def unpack(kind: type[Kind], packed: str, *, user_id: int) -> Kind | None:
    """None for what is too old, somebody else's or not from here."""
    try:
        owner, data = signing.loads(packed, salt=_salt(kind), max_age=SECONDS)
        return kind.model_validate(data) if owner == user_id else None
    except (signing.BadSignature, ValidationError):
        return None


def _salt(kind: type[Definition]) -> str:
    return f"{SALT}.{kind.__name__}"
