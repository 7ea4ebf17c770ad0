"""A draft goes over to the version that was published since it was begun: what fits goes along, the rest is kept."""

from typing import Any

from django.db import transaction

from forms.answering import holds_files, problem_with
from forms.locking import locked
from forms.models import Draft, FormVersion
from forms.presentation import present
from forms.schema import FormSchema, Question, Table
from portal.words import readers_language


def newer_version(draft: Draft) -> FormVersion | None:
    """What the draft could go over to; None when there is nothing newer, or several offices fill it in together."""
    if draft.is_joint or not draft.is_open:
        return None
    versions = FormVersion.objects.filter(form=draft.version.form_id, number__gt=draft.version.number)
    return versions.order_by("-number").first()


@transaction.atomic
def move_to(draft: Draft, version: FormVersion) -> Draft:
    """Carry the answers over by the keys of their fields. Raises DraftClosed.

    What does not fit any more is kept in words beside the draft (`left_over`) until it is handed in. A step stays
    finished only when the new version asks nothing else in it. Files stay where they are: of a field that there is no
    longer, they go when the draft is erased.
    """
    draft = locked(draft)
    old, new = draft.version.schema, version.schema
    kept = {key: answer for key, answer in draft.answers.items() if _fits(old, new, key, answer)}
    left = {key: answer for key, answer in draft.answers.items() if key not in kept}
    left_over = {**draft.left_over, **_in_words(old, left)}
    finished = [key for key in draft.finished_steps if _asks_the_same(old, new, key)]
    draft.typed = {step: typed for step, typed in draft.typed.items() if _asks_the_same(old, new, step)}
    draft.left_over = left_over
    draft.version, draft.answers, draft.finished_steps = version, kept, finished
    draft.revision += 1
    draft.save()
    return draft


def _fits(old: FormSchema, new: FormSchema, key: str, answer: Any) -> bool:
    before, now = _field(old, key), _field(new, key)
    if isinstance(before, Table) and isinstance(now, Table):
        columns = {column.key: column for column in now.columns}
        return all(name in columns and _takes(columns[name], cell) for row in answer for name, cell in row.items())
    if isinstance(before, Question) and isinstance(now, Question):
        return before.type == now.type and _takes(now, answer)
    return False


def _takes(question: Question, answer: Any) -> bool:
    return holds_files(question) or problem_with(question, answer) is None


def _field(schema: FormSchema, key: str) -> Question | Table | None:
    return next((field for field in schema.fields() if field.key == key), None)


def _asks_the_same(old: FormSchema, new: FormSchema, step: str) -> bool:
    both = [{one.key: one for one in schema.steps}.get(step) for schema in (old, new)]
    return both[0] is not None and both[0] == both[1]


def _in_words(schema: FormSchema, answers: dict[str, Any]) -> dict[str, str]:
    sections = present(schema, answers, language=readers_language())
    return {row.label: row.text for section in sections for row in section.rows if row.text}
