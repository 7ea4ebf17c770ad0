"""The only way to sealed answers. Whoever calls has asked the policy; every reading is on record."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from forms import indexing
from forms.compartments import is_clear, sensitivity_of
from forms.models import Correction, ReporterIdentity, Submission
from forms.places import Place
from forms.schema import FormSchema, Question, Sensitivity, Table
from portal.access.models import READ_OWN
from portal.access.services import Purpose, record_by_code, record_reading
from portal.directory.models import Post
from portal.privacy.blindindex import Kind
from portal.privacy.models import DataKey


@dataclass(frozen=True)
class Corrected:
    """What an answer should read, on what ground, and on whose behalf."""

    place: Place
    value: Any
    ground: str
    asked_by: str
    note: Correction


@dataclass(frozen=True)
class Opened:
    """What was handed in, as it was, and the corrections beside it, the oldest first."""

    schema: FormSchema
    answers: dict[str, Any]
    corrections: tuple[Corrected, ...] = ()

    def corrected(self) -> dict[str, Any]:
        """The answers as they should read. For what is made anew of them; shown are both."""
        answers = dict(self.answers)
        for correction in self.corrections:
            correction.place.put(answers, correction.value)
        return answers

    def fitting(self, kind: Kind, typed: str) -> list[str]:
        """The values that are what was typed, as handed in or as corrected, each once."""
        found = indexing.fitting(self.schema, self.answers, kind, typed)
        if self.corrections:
            found += indexing.fitting(self.schema, self.corrected(), kind, typed)
        return list(dict.fromkeys(found))


def read(
    submission: Submission,
    *,
    by: Post,
    sensitivities: Collection[Sensitivity],
    purpose: Purpose | str,
    action: str = "read",
) -> dict[str, Any]:
    """The answers whose sensitivity is among those given, by field key, in the order of the form.

    Asks nothing: the caller's policy decides the sensitivities. Sealed answers and the reporter's are opened only when
    one of theirs is asked for, and each opening is logged first. `purpose` names the task, never a person; `action` is
    what the log calls it. Of what was erased there are only the answers kept for statistics.
    """
    fields = [field for field in submission.version.schema.fields() if sensitivity_of(field) in sensitivities]
    answers = dict(submission.open_answers)
    sealed = {sensitivity_of(field) for field in fields if not is_clear(field)}
    if sealed - {"reporter"} and not submission.is_erased:
        record_reading(submission, by=by, action=action, purpose=purpose)
        answers |= submission.unsealed()
    if "reporter" in sealed:
        answers |= _reporter(submission, by=by, purpose=purpose)
    return {field.key: answers[field.key] for field in fields if field.key in answers}


def handed_in(submission: Submission) -> dict[str, Any]:
    """What somebody sent, for whoever sent it and has just shown the code: as it was, and without who they are.

    On record is the day, neither person nor address: the log must not lead to a reporter. Nothing of what was erased.
    """
    if submission.is_erased:
        return {}
    record_by_code(submission, action=READ_OWN)
    answers = submission.unsealed()
    fields = (field for field in submission.version.schema.fields() if sensitivity_of(field) != "reporter")
    return {field.key: answers[field.key] for field in fields if field.key in answers}


def opened(
    submission: Submission,
    *,
    by: Post,
    sensitivities: Collection[Sensitivity],
    purpose: Purpose | str,
    action: str = "read",
) -> Opened:
    """The same, and the corrections of these answers."""
    answers = read(submission, by=by, sensitivities=sensitivities, purpose=purpose, action=action)
    schema, found = submission.version.schema, []
    for correction in _corrections_of(submission):
        place = Place.read(correction.place)
        key = key_of(submission, place.item(schema))
        if sensitivity_of(place.item(schema)) in sensitivities and key is not None and key.wrapped is not None:
            found.append((place, correction, key))
    if found and not any(not is_clear(item) for item in schema.fields() if sensitivity_of(item) in sensitivities):
        # Nothing sealed was opened for the answers; who asked for a correction is sealed all the same.
        record_reading(submission, by=by, action=action, purpose=purpose)
    return Opened(schema, answers, tuple(_corrected(*each) for each in found))


def with_corrections(papers: QuerySet[Submission]) -> QuerySet[Submission]:
    """For opening many: their corrections are asked for at once, and not again for each."""
    return papers.prefetch_related(Prefetch("corrections", _corrections(), to_attr="known_corrections"))


def _corrections_of(submission: Submission) -> Iterable[Correction]:
    known: list[Correction] | None = getattr(submission, "known_corrections", None)
    return _corrections().filter(submission=submission) if known is None else known


def _corrections() -> QuerySet[Correction]:
    """The oldest first."""
    return Correction.objects.select_related("decided_by__organisation").order_by("at", "pk")


def for_everybody(submission: Submission) -> dict[str, Any]:
    """The open answers as they should read, for a page of the public site.

    Logs nothing: whoever corrected an open answer gave it for everybody to read. Of a correction nothing but that is
    opened, and nothing at all of an answer that is not open.
    """
    schema, answers = submission.version.schema, dict(submission.open_answers)
    for correction in () if submission.is_erased else _corrections_of(submission):
        place = Place.read(correction.place)
        if sensitivity_of(place.item(schema)) == "open":
            place.put(answers, correction.unsealed(submission.data_key)["value"])
    return answers


def for_table(submission: Submission, *, sensitivities: Collection[Sensitivity]) -> dict[str, Any]:
    """The answers of one of many that go into a file together, as they should read, and never who reported.

    Logs nothing: whoever makes the file logs it as a whole before anybody gets it, and keeps which papers are in it.
    """
    schema, wanted = submission.version.schema, set(sensitivities) - {"reporter"}
    fields = [field for field in schema.fields() if sensitivity_of(field) in wanted]
    answers = dict(submission.open_answers)
    if not submission.is_erased and not all(is_clear(field) for field in fields):
        answers |= submission.unsealed()
    kept = {field.key: answers[field.key] for field in fields if field.key in answers}
    if not submission.is_erased:
        for correction in sorted(submission.corrections.all(), key=lambda one: (one.at, one.pk)):
            place = Place.read(correction.place)
            if sensitivity_of(place.item(schema)) in wanted:
                place.put(kept, correction.unsealed(submission.data_key)["value"])
    return kept


def key_of(submission: Submission, item: Question | Table) -> DataKey | None:
    """The key that a correction of the answer is sealed under: the reporter's for what lies in their compartment."""
    if sensitivity_of(item) != "reporter" or is_clear(item):
        return submission.data_key
    identity = ReporterIdentity.objects.select_related("data_key").filter(submission=submission).first()
    return identity.data_key if identity else None


def _corrected(place: Place, correction: Correction, key: DataKey) -> Corrected:
    note = correction.unsealed(key)
    return Corrected(place, note["value"], note["ground"], note["asked_by"], correction)


def _reporter(submission: Submission, *, by: Post, purpose: Purpose | str) -> dict[str, Any]:
    identity = ReporterIdentity.objects.select_related("data_key").filter(submission=submission).first()
    if identity is None or identity.data_key.wrapped is None:
        return {}
    record_reading(identity, by=by, action="read_reporter", purpose=purpose)
    return identity.unsealed()
