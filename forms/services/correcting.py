"""Writing a correction beside an answer. Whoever calls has asked two people and locked the submission."""

from typing import Any

from django.db import transaction

from forms import indexing
from forms.compartments import is_clear, sensitivity_of
from forms.models import Correction, Submission
from forms.places import Place
from forms.reading import key_of
from forms.records import following
from forms.schema import Question, Table
from portal.directory.models import Post
from portal.privacy import blindindex
from portal.privacy.models import DataKey
from portal.privacy.sealing import Unreadable


@transaction.atomic
def correct(
    submission: Submission, place: Place, value: Any, *, ground: str, asked_by: str, proposed_by: Post, by: Post
) -> Correction:
    """The answer stays as it is; the note beside it says what it should read, and both are found by a search.

    Raises KeyError for what the form does not ask, Unreadable when the answer is erased or there never was any.
    """
    schema = submission.version.schema
    item, question = place.item(schema), place.question(schema)
    key = key_of(submission, item)
    if key is None or key.wrapped is None:
        raise Unreadable(f"nothing is kept at {place} of submission {submission.pk}")
    following.correct(submission, place, value, by=by)
    correction = Correction(submission=submission, place=str(place), proposed_by=proposed_by, decided_by=by)
    correction.seal({"value": value, "ground": ground, "asked_by": asked_by}, key)
    correction.save(force_insert=True)
    _index(item, question, value, key)
    return correction


def index_corrections(submission: Submission) -> None:
    """What answers should read is found too. Raises Unreadable."""
    schema = submission.version.schema
    for correction in submission.corrections.all():
        place = Place.read(correction.place)
        item = place.item(schema)
        key = key_of(submission, item)
        if key is not None and key.wrapped is not None:
            _index(item, place.question(schema), correction.unsealed(key)["value"], key)


def _index(item: Question | Table, question: Question, value: Any, key: DataKey) -> None:
    kind = indexing.KINDS.get(question.type)
    found_by = not is_clear(item) and sensitivity_of(item) != "reporter"
    if kind is not None and found_by and (text := indexing.text_of(value)):
        blindindex.index(key, indexing.RECORD, kind, text)
