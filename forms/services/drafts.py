"""Filling in: a draft is started, saved step by step, resumed by its link, thrown away."""

import secrets
from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import KW_ONLY, dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from forms.files import remove
from forms.locking import demand_writable, locked
from forms.models import Draft, FormVersion
from forms.schema import is_empty
from portal.directory.models import Post
from portal.jobs.services import enqueue
from portal.privacy import sealing
from portal.privacy.masterkeys import keyed_digest

TOKEN_BYTES = 20

Typed = dict[str, list[str]]
# What of a draft changes when a step is saved.
SAVED = (
    "sealed_answers",
    "sealed_typed",
    "carried",
    "revision",
    "step_revisions",
    "finished_steps",
    "changed_at",
)


def start_draft(
    version: FormVersion,
    *,
    occasion: str,
    post: Post | None = None,
    initial: dict[str, Any] | None = None,
    carried: Collection[str] = (),
    followed: Mapping[str, str] = {},
) -> tuple[Draft, str]:
    """A new draft pinned to `version`, and the token of its resume link (160 random bits, stored as a digest).

    A post has one open draft per occasion: a second start gives that one, and its token is empty because whoever
    holds the post needs none. `initial` is answers by field key; what the form does not have is left out. `carried`
    names those of them that somebody gave the last time, and only has to confirm; `followed`, by question, the
    number of the record that they come from.
    """
    with transaction.atomic():
        if post is not None and (kept := _open_draft_of(post, occasion)):
            return kept, ""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        draft = Draft(version=version, occasion=occasion, post=post, data_key=sealing.new_key())
        draft.token_digest = keyed_digest(token, "draft")
        known = {field.key for field in version.schema.fields()}
        draft.answers = {key: value for key, value in (initial or {}).items() if key in known and not is_empty(value)}
        draft.carried = [key for key in carried if key in draft.answers]
        draft.followed = dict(followed)
        draft.save(force_insert=True)
        plan_sweep()
    return draft, token


def plan_sweep() -> None:
    """Tomorrow's clearing up of expired drafts, once however often this is called."""
    day = timezone.localdate() + timedelta(days=1)
    enqueue("sweep_forms", key=f"sweep_forms:{day}", run_after=timezone.now() + timedelta(days=1))


def resume_draft(token: str) -> Draft | None:
    """The open draft that the token belongs to; None when there is none, it has expired or was handed in."""
    drafts = Draft.objects.open().select_related("version__form", "data_key")
    return drafts.filter(token_digest=keyed_digest(token, "draft")).first()


def save_step(
    draft: Draft,
    step_key: str,
    answers: dict[str, Any],
    *,
    finished: bool = True,
    typed: Typed | None = None,
    shown_at: int | None = None,
    gives_way: bool = False,
) -> Draft:
    """Write the answers of one step into the draft and return it as it is now.

    Raises DraftClosed, KeyError, AlreadySigned, and with `shown_at`, the revision that the person saw, StaleStep.

    An answer of None or nothing empties the field; a field that is not named keeps its answer, so what a rule hides
    stays in the draft; keys that are not of this step are ignored. `finished` says whether the step passed its
    checks, `typed` is what the browser sent when it did not. With `gives_way`, for what a script sends by itself,
    StaleStep is raised too when somebody has saved the step since the draft was read.
    """
    read_at = draft.step_revisions.get(step_key, 0)
    saved = _Saved(step_key, answers, finished=finished, typed=typed)
    # Who finds nothing changed since it was read need not read it again.
    if shown_at is None and not draft.is_joint and draft.is_open and (unchanged := _written(draft, saved)):
        return unchanged
    with transaction.atomic():
        draft = locked(draft)
        demand_writable(draft, step_key, shown_at=read_at if gives_way and shown_at is None else shown_at)
        saved.put_into(draft)
        draft.save(update_fields=SAVED)
    return draft


@dataclass(frozen=True)
class _Saved:
    """What goes into a draft when one of its steps is saved."""

    step: str
    answers: dict[str, Any]
    _: KW_ONLY
    finished: bool
    typed: Typed | None

    def put_into(self, draft: Draft) -> None:
        own = {field.key for field in draft.version.schema.step(self.step).fields()}
        merged = {**draft.answers, **{key: value for key, value in self.answers.items() if key in own}}
        draft.answers = {key: value for key, value in merged.items() if not is_empty(value)}
        others = {step: kept for step, kept in draft.typed.items() if step != self.step}
        draft.typed = {**others, **({self.step: self.typed} if self.typed else {})}
        draft.carried = [key for key in draft.carried if key not in own]
        draft.revision += 1
        draft.step_revisions = {**draft.step_revisions, self.step: draft.revision}
        draft.finished_steps = [step for step in draft.finished_steps if step != self.step] + [
            self.step
        ] * self.finished


def _written(draft: Draft, saved: _Saved) -> Draft | None:
    """The draft as it is now; None when somebody has written into it since it was read, and nothing was done."""
    fresh, now = copy(draft), timezone.now()
    saved.put_into(fresh)
    fresh.changed_at = now
    as_it_was = Draft.objects.filter(
        pk=draft.pk, version=draft.version_id, revision=draft.revision, submission=None, expires_at__gt=now
    )
    with transaction.atomic():
        found = as_it_was.update(**{column: getattr(fresh, column) for column in SAVED})
    return fresh if found else None


@transaction.atomic
def fill_in(draft: Draft, answers: dict[str, Any], *, followed: Mapping[str, str]) -> Draft:
    """Put what a record says into the draft; None empties a field. `followed` are all records it is of now.

    Steps in which something is otherwise are to be looked at again. Raises DraftClosed.
    """
    draft = locked(draft)
    before = draft.answers
    steps = draft.version.schema.steps
    own = {field.key: step.key for step in steps for field in step.fields()}
    new = {key: answer for key, answer in answers.items() if key in own and before.get(key) != answer}
    draft.answers = {key: answer for key, answer in {**before, **new}.items() if not is_empty(answer)}
    changed = {own[key] for key in new}
    draft.revision += 1
    draft.followed, draft.followed_at = dict(followed), draft.revision
    draft.finished_steps = [step for step in draft.finished_steps if step not in changed]
    draft.typed = {step: kept for step, kept in draft.typed.items() if step not in changed}
    draft.carried = list(dict.fromkeys([*draft.carried, *(key for key in new if key in draft.answers)]))
    draft.save()
    return draft


@transaction.atomic
def discard(draft: Draft) -> None:
    """Throw a draft away with its files; the keys are destroyed, so no copy of it can be read again."""
    for file in draft.files.select_related("data_key"):
        remove(file)
    draft.delete()
    sealing.erase(draft.data_key)


def _open_draft_of(post: Post, occasion: str) -> Draft | None:
    draft = Draft.objects.filter(post=post, occasion=occasion, submission=None).select_related("data_key").first()
    if draft is not None and not draft.is_open:
        discard(draft)
        return None
    return draft
