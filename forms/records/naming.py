"""What records are called in lists."""

from collections.abc import Mapping
from typing import Any

from forms.fieldtypes import registry as kinds
from forms.models import Record
from forms.records import policies, reading
from forms.schema import Question
from portal.access.services import Purpose
from portal.directory.models import Post
from portal.words import readers_language


def shown_name(record: Record, answers: Mapping[str, Any]) -> str:
    """What the record is called, of what somebody may read of it; in the reader's language."""
    register = record.schema.records
    item = record.schema.field(register.name) if register else None
    if not isinstance(item, Question) or item.key not in answers:
        return ""
    return str(kinds[item.type].display(answers[item.key], item, readers_language()))


def name_for(post: Post, record: Record, known: policies.Registers, *, action: str) -> str:
    """Empty where the post may not read it; that it was read is on record, as that action."""
    register = record.schema.records
    item = record.schema.field(register.name) if register else None
    if not isinstance(item, Question) or record.is_erased:
        return ""
    allowed = policies.readable(post, record, known) & {item.sensitivity}
    # Records are read by office and place, not for a task: the log says of which record.
    purpose = Purpose(record.number, matter=record.pk)
    return shown_name(record, reading.read(record, by=post, sensitivities=allowed, purpose=purpose, action=action))
