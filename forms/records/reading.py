"""The only way to what is sealed in records. Whoever calls has asked the policy; every reading is on record."""

from collections.abc import Collection
from typing import Any

from forms.compartments import RANKS, is_clear, sensitivity_of
from forms.models import Record
from forms.models.record import registers
from forms.records import policies
from forms.schema import Question, Sensitivity, Table
from portal.access.services import Purpose, record_reading
from portal.directory.models import Post


def read(
    record: Record, *, by: Post, sensitivities: Collection[Sensitivity], purpose: Purpose | str, action: str = "read"
) -> dict[str, Any]:
    """The answers as they are now whose sensitivity is among those given, in the order of the register's form."""
    fields = [field for field in record.schema.fields() if sensitivity_in(record, field) in sensitivities]
    answers = dict(record.open_answers)
    if not record.is_erased and not all(is_clear(field) for field in fields):
        record_reading(record, by=by, action=action, purpose=purpose)
        answers = record.unsealed()
    return {field.key: answers[field.key] for field in fields if field.key in answers}


def clear(record: Record, *, by: Post) -> dict[str, Any]:
    """What rules may look at for that post: what lies in clear, open or counted, and may be read by it."""
    allowed = policies.readable(by, record)
    return {
        field.key: record.open_answers[field.key]
        for field in record.schema.fields()
        if is_clear(field) and field.key in record.open_answers and sensitivity_in(record, field) in allowed
    }


def sensitivity_in(record: Record, field: Question | Table) -> Sensitivity:
    """The stricter of what the field was when it was answered, and of what it is in the register now."""
    newest = registers().get(record.form_id, record.schema)
    now = [sensitivity_of(item) for item in newest.fields() if item.key == field.key]
    return max([sensitivity_of(field), *now], key=RANKS.index)
