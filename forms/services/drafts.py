"""Filling in: a draft is started, saved step by step, resumed by its link, thrown away."""

import secrets
from collections.abc import Collection
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


def start_draft(
    version: FormVersion,
    *,
    occasion: str,
    post: Post | None = None,
    initial: dict[str, Any] | None = None,
    carried: Collection[str] = (),
) -> tuple[Draft, str]:
    """A new draft pinned to `version`, and the token of its resume link (160 random bits, stored as a digest).

    A post has one open draft per occasion: a second start gives that one, and its token is empty because whoever
    holds the post needs none. `initial` is answers by field key; what the form does not have is left out. `carried`
    names those of them that somebody gave the last time, and only has to confirm.
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


@transaction.atomic
def save_step(
    draft: Draft,
    step_key: str,
    answers: dict[str, Any],
    *,
    finished: bool = True,
    typed: Typed | None = None,
    shown_at: int | None = None,
) -> Draft:
    """Write the answers of one step into the draft and return it as it is now.

    Raises DraftClosed, KeyError, AlreadySigned, and with `shown_at`, the revision that the person saw, StaleStep.

    An answer of None or nothing empties the field; a field that is not named keeps its answer, so what a rule hides
    stays in the draft; keys that are not of this step are ignored. `finished` says whether the step passed its
    checks, `typed` is what the browser sent when it did not.
    """
    own = {field.key for field in draft.version.schema.step(step_key).fields()}
    draft = locked(draft)
    demand_writable(draft, step_key, shown_at=shown_at)
    merged = {**draft.answers, **{key: value for key, value in answers.items() if key in own}}
    draft.answers = {key: value for key, value in merged.items() if not is_empty(value)}
    draft.typed = {**{step: kept for step, kept in draft.typed.items() if step != step_key}, **_of(step_key, typed)}
    draft.carried = [key for key in draft.carried if key not in own]
    draft.revision += 1
    draft.step_revisions[step_key] = draft.revision
    draft.finished_steps = [step for step in draft.finished_steps if step != step_key] + [step_key] * finished
    draft.save()
    return draft


@transaction.atomic
def fill_in(draft: Draft, answers: dict[str, Any]) -> Draft:
    """Put these answers into the draft as those it goes on with; None empties a field. Raises DraftClosed."""
    if not answers:
        return draft
    draft = locked(draft)
    own = {field.key for field in draft.version.schema.fields()}
    merged = {**draft.answers, **{key: answer for key, answer in answers.items() if key in own}}
    draft.answers = {key: answer for key, answer in merged.items() if not is_empty(answer)}
    draft.revision += 1
    draft.save()
    return draft


@transaction.atomic
def discard(draft: Draft) -> None:
    """Throw a draft away with its files; the keys are destroyed, so no copy of it can be read again."""
    for file in draft.files.select_related("data_key"):
        remove(file)
    draft.delete()
    sealing.erase(draft.data_key)


def _of(step_key: str, typed: Typed | None) -> dict[str, Typed]:
    return {step_key: typed} if typed else {}


def _open_draft_of(post: Post, occasion: str) -> Draft | None:
    draft = Draft.objects.filter(post=post, occasion=occasion, submission=None).select_related("data_key").first()
    if draft is not None and not draft.is_open:
        discard(draft)
        return None
    return draft
