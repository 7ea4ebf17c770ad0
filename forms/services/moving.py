"""A draft goes over to the version that was published since it was begun: what fits goes along, the rest is kept."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from forms.answering import holds_files
from forms.files import endings, name_of
from forms.intake import ALLOWED
from forms.locking import locked
from forms.models import Draft, FormVersion, StoredFile
from forms.models.draft import LEFT_OVER
from forms.presentation import present
from forms.schema import FormSchema, Question, Table
from forms.services.fitting import divided
from forms.services.holding import newest_version
from forms.services.unread import unread
from portal.words import readers_language, spoken

# In front of the key of the field that a file was sent for and that takes it no more: it goes with the draft.
LEFT = "left:"
Words = list[tuple[str, str]]


def newer_version(draft: Draft) -> FormVersion | None:
    """What the draft could go over to; None when there is nothing newer, or several offices fill it in together."""
    if draft.is_joint or not draft.is_open:
        return None
    newest = newest_version(draft.version.form_id)
    return newest if newest is not None and newest.number > draft.version.number else None


@transaction.atomic
def move_to(draft: Draft, version: FormVersion) -> Draft:
    """Carry the answers over by the keys of their fields. Raises DraftClosed.

    What does not fit any more is kept in words beside the draft (`left_over`) until it is handed in: answers, what was
    typed and could not be read, names of files. A step stays finished only when the new version asks nothing else in
    it. Files of a field that takes them no more go when the draft is erased.
    """
    draft = locked(draft)
    old, new = draft.version.schema, version.schema
    kept, left = _divided(old, new, draft.answers)
    changed = [step for step in old.steps if not _asks_the_same(old, new, step.key)]
    typed = [pair for step in changed for pair in unread(step, draft.typed.get(step.key, {}), draft.answers)]
    words = [*draft.left_over.items(), *_in_words(old, left), *typed, *_leave_files(draft, old, new)]
    gone = {step.key for step in changed}
    draft.typed = {step: typed for step, typed in draft.typed.items() if step not in gone and step != LEFT_OVER}
    draft.left_over = _by_label(words)
    draft.finished_steps = [key for key in draft.finished_steps if key not in gone]
    draft.version, draft.answers = version, kept
    draft.revision += 1
    draft.save()
    return draft


def _divided(old: FormSchema, new: FormSchema, answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    now = {field.key: field for field in new.fields()}
    given = [field for field in old.fields() if field.key in answers]
    both = {field.key: divided(field, now.get(field.key), answers[field.key]) for field in given}
    kept = {key: goes for key, (goes, _stays) in both.items() if goes is not None}
    return kept, {key: stays for key, (_goes, stays) in both.items() if stays is not None}


def _leave_files(draft: Draft, old: FormSchema, new: FormSchema) -> Words:
    """Take files out of fields that take them no more; their names."""
    now = {field.key: field for field in new.fields()}
    found: Words = []
    for field in old.fields():
        if isinstance(field, Question) and holds_files(field):
            for file in draft.files.filter(field_key=field.key).select_related("data_key").order_by("made_at"):
                if not _takes(now.get(field.key), file):
                    found.append((spoken(field.label), name_of(file)))
                    draft.files.filter(pk=file.pk).update(field_key=f"{LEFT}{field.key}")
    return found


def _takes(field: Question | Table | None, file: StoredFile) -> bool:
    if not isinstance(field, Question) or not holds_files(field):
        return False
    return bool(file.missing) or file.media_type in {ALLOWED[ending].media_type for ending in endings(field)}


def _asks_the_same(old: FormSchema, new: FormSchema, step: str) -> bool:
    both = [{one.key: one for one in schema.steps}.get(step) for schema in (old, new)]
    return both[0] is not None and both[0] == both[1]


def _in_words(schema: FormSchema, answers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for section in present(schema, answers, language=readers_language()):
        yield from ((row.label, row.text) for row in section.rows if row.text)


def _by_label(words: Words) -> dict[str, str]:
    """Fields of one label stand below each other; what was said already is not said twice."""
    found: dict[str, list[str]] = {}
    for label, text in words:
        texts = found.setdefault(label, [])
        texts += [text] * (text not in texts)
    return {label: "\n".join(texts) for label, texts in found.items()}
