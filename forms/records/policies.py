"""Who may read and write records: by the rows of the register, for a role, in a place, or because they are named."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.models import Record
from forms.models.record import registers, rows_for
from forms.schema import FormSchema, RegisterReader, Sensitivity
from portal.directory.models import Post
from portal.directory.services import holds

Registers = Mapping[int, FormSchema]


def readable(post: Post, record: Record, known: Registers | None = None) -> set[Sensitivity]:
    """The sensitivities that the post, or one it stands in for, may read; never who reported.

    `known` are the registers, for who asks of many records.
    """
    found = (row.sensitivities for row in _rows_that_hold(post, record, known))
    return set[Sensitivity]().union(*found) - {"reporter"}


def may_write(post: Post, record: Record, known: Registers | None = None) -> bool:
    return any(row.writes for row in _rows_that_hold(post, record, known))


def may_open(post: Post, schema: FormSchema, answers: Mapping[str, Any], area_code: str) -> bool:
    """Whether a record with these answers would be one that the post may write."""
    return any(
        row.writes and _holds(row, hat, area_code, organisation_in(answers.get(row.through or "")))
        for hat in post.hats()
        for row in rows_for(hat, schema)
    )


def writable_registers(post: Post) -> list[FormSchema]:
    """Registers in which the post may open records somewhere."""
    known = registers().values()
    return [schema for schema in known if any(row.writes for hat in post.hats() for row in rows_for(hat, schema))]


def readable_registers(post: Post) -> dict[int, FormSchema]:
    """By number of the form, the registers of which the post may read some records."""
    known = registers().items()
    return {form: schema for form, schema in known if any(any(rows_for(hat, schema)) for hat in post.hats())}


def _rows_that_hold(post: Post, record: Record, known: Registers | None) -> Iterator[RegisterReader]:
    """By the register as it was published last: rights that were taken back do not live on in old versions."""
    schema = (registers() if known is None else known).get(record.form_id)
    if schema is None:
        return
    named = {party.field: party.organisation_id for party in record.parties.all()}
    for hat in post.hats():
        for row in rows_for(hat, schema):
            is_kept_back = record.restricted and not row.writes
            if not is_kept_back and _holds(row, hat, record.area_code, named.get(row.through or "")):
                yield row


def _holds(row: RegisterReader, hat: Post, area_code: str, organisation: int | None) -> bool:
    if row.through is None:
        return bool(area_code) and holds(hat.organisation.area_id, area_code)
    return organisation in hat.own_organisation_ids()


def organisation_in(answer: Any) -> int | None:
    """The number of the organisation that a field for one was answered with."""
    return int(answer) if isinstance(answer, str) and answer.isascii() and answer.isdigit() else None
