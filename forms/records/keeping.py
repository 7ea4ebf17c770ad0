"""What a submission does to records, in its own transaction: opens one, or stands on the timeline and revises it."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from forms import compartments
from forms.answering import holds_files, place_of
from forms.indexing import values
from forms.models import Record, RecordEntry, RecordParty, Submission
from forms.models.record import registers
from forms.prefilling import BOUND, fitted
from forms.records import linking, policies, reading, recognising
from forms.schema import FormSchema, Question
from forms.signals import filed, recorded
from portal.access.refusal import Refused
from portal.directory.models import Organisation, Post
from portal.locking import locked
from portal.privacy import blindindex, sealing

# Records are found by their names and numbers apart from the papers they were made of.
SCOPE = "register"
Kind = RecordEntry.Kind


class AlreadyThere(Refused):
    """There is such a record. Its number is told to whoever may see it; others are told whom to ask."""

    def __init__(self, record: Record | None = None, *, seen_by: Post | None = None) -> None:
        seen = record and seen_by and Record.objects.visible_as(seen_by).filter(pk=record.pk).exists()
        sentence = _("There is a record of this already, %(number)s. It is revised, not opened again.")
        elsewhere = _("There is a record of this already, kept by another office. Ask the office above yours for it.")
        self.record = record
        super().__init__("record_exists", sentence % {"number": record.number} if record and seen else elsewhere)


@transaction.atomic(savepoint=False)
def keep(submission: Submission, answers: Mapping[str, Any]) -> None:
    """Raises Refused, and so undoes the submission, where the one who hands in may not do that to the record."""
    schema = submission.version.schema
    if schema.records is not None:
        open_record(submission, answers)
    numbers = linking.numbers(schema, answers)
    if len(set(numbers.values())) > 1:
        # In one order, so that no two who lock some of them wait for each other.
        list(locked(Record.objects.filter(number__in=numbers.values()).order_by("pk")).values_list("pk"))
    for question, number in numbers.items():
        record = locked(Record.objects.select_related("version", "data_key").filter(number=number)).get()
        _stand_on(record, submission, schema, question, answers)


def open_record(submission: Submission, answers: Mapping[str, Any]) -> Record:
    """A new record with what was answered, but for files, signatures, and who reported."""
    schema = submission.version.schema
    if submission.post is None and schema.records and schema.records.identity:
        # Whoever could try out numbers here would learn whose child has a file.
        raise Refused("not_your_record", _("Records that are told apart by a number are opened by offices only."))
    if submission.post and not policies.may_open(submission.post, schema, answers, submission.area_code):
        raise Refused("not_your_record", _("Records of this place are opened by the office that answers for it."))
    record = Record(
        form=submission.version.form,
        version=submission.version,
        number=submission.number,
        area_code=submission.area_code,
        data_key=sealing.new_key(),
    )
    lasting = _lasting(schema, answers)
    record.keep(compartments.split(schema, lasting))
    record.save(force_insert=True)
    _known_by(record, lasting, submission.post)
    RecordEntry.objects.create(record=record, submission=submission, kind=Kind.OPENED)
    recorded.send(Record, record=record)
    return record


def revise(record: Record, changes: Mapping[str, Any], *, by: Post) -> None:
    """Put these answers in place of the record's own, under its lock; None takes one away, and what is no answer to its
    form is left out."""
    newest = registers().get(record.form_id)
    if newest is not None and newest.checksum() != record.version.checksum:
        record.version = record.form.versions.filter(is_register=True).order_by("-number")[0]
    fields = {item.key: item for item in record.schema.fields()}
    held = record.unsealed()
    for key, answer in changes.items():
        item = fields.get(key)
        if answer is None:
            held.pop(key, None)
        elif item is not None and (fitting := fitted(answer, item)) is not None:
            held[key] = fitting
    record.keep(compartments.split(record.schema, held))
    record.area_code = place_of(record.schema, held) or record.area_code
    record.revision += 1
    record.save()
    _known_by(record, held, by)
    recorded.send(Record, record=record)


def _stand_on(
    record: Record, submission: Submission, schema: FormSchema, question: str, answers: Mapping[str, Any]
) -> None:
    register = registers().get(record.form_id)
    origin = linking.link_to(schema, register) if register else None
    changes: dict[str, Any] = {}
    if register is not None and origin is not None and origin.key == question:
        changes = _changes(record, schema, register, answers, by=submission.post)
    if changes:
        revise(record, changes, by=_writer(submission.post, record))
    kind = Kind.REVISED if changes else Kind.ABOUT
    RecordEntry.objects.get_or_create(record=record, submission=submission, kind=kind)
    filed.send(Record, record=record, submission=submission, answers=answers)


def _changes(
    record: Record, schema: FormSchema, register: FormSchema, answers: Mapping[str, Any], *, by: Post | None
) -> dict[str, Any]:
    """What goes into the record: never in place of an answer that whoever hands in may not read.

    Of what the form began with and is not answered any more, None: the record must not go on saying it.
    """
    allowed = policies.readable(by, record) if by else set()
    prefill = {item.key: item.prefill for item in schema.fields() if isinstance(item, Question)}
    readable = {item.key for item in register.fields() if reading.sensitivity_in(record, item) in allowed}
    found: dict[str, Any] = {}
    for row in schema.write_back:
        begun = prefill.get(row.field) == f"record.{register.key}.{row.into}"
        if row.into in readable and (begun or row.field in answers):
            found[row.into] = answers.get(row.field)
    return found


def _writer(post: Post | None, record: Record) -> Post:
    if post is None or not policies.may_write(post, record):
        raise Refused("not_your_record", _("You may read this record, but not revise it."))
    return post


def _lasting(schema: FormSchema, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What means something beyond the paper it was written on."""
    found = {}
    for item in schema.fields():
        passing = isinstance(item, Question) and (item.type in BOUND or holds_files(item))
        if item.key in answers and not passing:
            found[item.key] = answers[item.key]
    return found


def _known_by(record: Record, answers: Mapping[str, Any], by: Post | None) -> None:
    """Marks, offices and search words, as the answers are now. Raises AlreadyThere, also for the later of two."""
    if found := recognising.same(record.schema, answers, but=record):
        raise AlreadyThere(found, seen_by=by)
    record.marks.all().delete()
    try:
        with transaction.atomic():
            record.marks.bulk_create(recognising.marks(record, answers))
    except IntegrityError:
        raise AlreadyThere(recognising.same(record.schema, answers, but=record), seen_by=by) from None
    record.parties.all().delete()
    record.parties.bulk_create(_parties(record, answers))
    sealed = compartments.split(record.schema, dict(answers)).sealed
    blindindex.forget(record.data_key, SCOPE)
    blindindex.keep(blindindex.tokens(record.data_key, SCOPE, values(record.schema, sealed)))


def _parties(record: Record, answers: Mapping[str, Any]) -> list[RecordParty]:
    # As the register was published last: that is what rights are asked of.
    register = registers().get(record.form_id, record.schema).records
    rows = register.readers if register else ()
    wanted = {row.through: answers.get(row.through) for row in rows if row.through}
    found = {field: policies.organisation_in(answer) for field, answer in wanted.items()}
    numbers = {field: number for field, number in found.items() if number is not None}
    there = set(Organisation.objects.filter(pk__in=numbers.values()).values_list("pk", flat=True))
    return [RecordParty(record=record, field=field, organisation_id=pk) for field, pk in numbers.items() if pk in there]
