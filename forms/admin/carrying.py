"""A form between "look at it" and "take it": carried by the page, signed, kept nowhere."""

from django.core import signing
from pydantic import ValidationError

from forms.schema import FormSchema

SALT = "forms.admin.xlsform"
SECONDS = 2 * 60 * 60


def pack(schema: FormSchema, *, user_id: int) -> str:
    """For that user only."""
    return signing.dumps([user_id, schema.model_dump(mode="json")], salt=SALT, compress=True)


def unpack(packed: str, *, user_id: int) -> FormSchema | None:
    """None for what is too old, somebody else's or not from here."""
    try:
        owner, data = signing.loads(packed, salt=SALT, max_age=SECONDS)
        return FormSchema.model_validate(data) if owner == user_id else None
    except (signing.BadSignature, ValidationError):
        return None
