"""A record follows the papers it was made of: what is corrected there is corrected here; it goes with the one that
opened it."""

from typing import Any

from forms import reading
from forms.compartments import RANKS
from forms.models import Record, RecordEntry, Submission
from forms.places import Place
from forms.records.keeping import revise
from forms.signals import recorded
from portal.directory.models import Post
from portal.locking import locked
from portal.privacy import sealing

Kind = RecordEntry.Kind


def correct(submission: Submission, place: Place, value: Any, *, by: Post) -> None:
    """Where the record still says what the paper says, as corrected so far. Before the new correction is written.

    The caller is in a transaction and has asked two people.
    """
    item = place.item(submission.version.schema)
    for entry in submission.record_entries.filter(kind__in=[Kind.OPENED, Kind.REVISED]):
        into = _goes_into(submission, item.key, opened=entry.kind == Kind.OPENED)
        record = _locked(entry.record_id)
        said = reading.for_table(submission, sensitivities=RANKS).get(item.key)
        if into and not record.is_erased and said is not None and record.unsealed().get(into) == said:
            answers = {item.key: said}
            place.put(answers, value)
            revise(record, {into: answers[item.key]}, by=by)


def erase_opened_by(submission: Submission) -> None:
    """With the paper that opened it a record is gone for good: it is the same words under another key."""
    for entry in submission.record_entries.filter(kind=Kind.OPENED):
        record = _locked(entry.record_id)
        record.marks.all().delete()
        record.parties.all().delete()
        record.open_answers, record.sealed_answers, record.area_code = {}, b"", ""
        record.save(update_fields=["open_answers", "sealed_answers", "area_code", "changed_at"])
        sealing.erase(record.data_key)
        recorded.send(Record, record=record)


def _goes_into(submission: Submission, key: str, *, opened: bool) -> str | None:
    written = {row.field: row.into for row in submission.version.schema.write_back}
    return key if opened else written.get(key)


def _locked(pk: Any) -> Record:
    return locked(Record.objects.select_related("version", "data_key").filter(pk=pk)).get()
