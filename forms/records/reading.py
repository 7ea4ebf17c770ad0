"""The only way to what is sealed in records. Whoever calls has asked the policy; every reading is on record."""

from collections.abc import Collection
from typing import Any

from forms.compartments import is_clear, sensitivity_of
from forms.models import Record
from forms.schema import Sensitivity
from portal.access.services import Purpose, record_reading
from portal.directory.models import Post


def read(
    record: Record, *, by: Post, sensitivities: Collection[Sensitivity], purpose: Purpose | str, action: str = "read"
) -> dict[str, Any]:
    """The answers as they are now whose sensitivity is among those given, in the order of the register's form."""
    fields = [field for field in record.schema.fields() if sensitivity_of(field) in sensitivities]
    answers = dict(record.open_answers)
    if not record.is_erased and not all(is_clear(field) for field in fields):
        record_reading(record, by=by, action=action, purpose=purpose)
        answers = record.unsealed()
    return {field.key: answers[field.key] for field in fields if field.key in answers}


def clear(record: Record) -> dict[str, Any]:
    """What rules may look at: answers that lie in clear, and are open or counted."""
    return {field.key: record.open_answers[field.key] for field in record.schema.fields() if _is_known(field, record)}


def _is_known(field: Any, record: Record) -> bool:
    return is_clear(field) and field.key in record.open_answers
