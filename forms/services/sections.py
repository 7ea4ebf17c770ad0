"""One draft, several offices: each signs its own section, and what was signed is known by its digest."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.locking import AlreadySigned, locked
from forms.models import Draft, FormVersion, Presence, SectionSignature
from forms.models.draft import JOINT_LIFETIME
from forms.records import knowing
from forms.review import AnswerProblem, Reviewed, review
from forms.schema import FormSchema, Section, is_empty
from forms.sectioning import fields_of, given_in, steps_of
from forms.services.drafts import start_draft
from portal.access.refusal import Refused
from portal.directory.models import Post


class NotFinished(Refused):
    """Something in the section is missing. `problems` name the step, the field and what to do."""

    def __init__(self, problems: list[AnswerProblem]) -> None:
        super().__init__("incomplete", _("Some answers are missing or not right yet."))
        self.problems = problems


@dataclass(frozen=True)
class Signed:
    """`complete`: every section that is shown is signed now, so the whole can be handed in.

    `undone` are sections that were signed before these answers changed what is asked there: they are signed again.
    """

    signature: SectionSignature
    complete: bool
    undone: tuple[str, ...] = ()


def joint_draft(occasion: str) -> Draft | None:
    """The open draft of that occasion, which belongs to nobody alone."""
    drafts = Draft.objects.open().filter(occasion=occasion, post=None).select_related("version__form", "data_key")
    return drafts.first()


@transaction.atomic
def start_joint_draft(
    version: FormVersion,
    *,
    occasion: str,
    section: str,
    initial: Mapping[str, Any] | None = None,
    carried: Iterable[str] = (),
) -> Draft:
    """The one open draft of the occasion. The caller holds what keeps two from making one each.

    What is known goes into the section only, and once: whoever begins it may know what others may not.
    """
    draft = joint_draft(occasion) or _begun(version, occasion)
    if draft.version_id != version.pk or is_begun(draft, section):
        return draft
    draft = locked(draft)
    own = {field.key for field in fields_of(draft.version.schema, section)}
    known = {key: answer for key, answer in (initial or {}).items() if key in own and not is_empty(answer)}
    draft.answers = {**draft.answers, **known}
    draft.carried = [*draft.carried, *(key for key in carried if key in known)]
    draft.revision += 1
    draft.save()
    return draft


def is_begun(draft: Draft, section: str) -> bool:
    """Whether anything was saved in the section, or was known when its office began."""
    schema = draft.version.schema
    saved = any(step.key in draft.step_revisions for step in steps_of(schema, section))
    return saved or any(field.key in draft.answers for field in fields_of(schema, section))


def _begun(version: FormVersion, occasion: str) -> Draft:
    draft, _token = start_draft(version, occasion=occasion)
    draft.token_digest, draft.expires_at = None, timezone.now() + JOINT_LIFETIME
    draft.save(update_fields=["token_digest", "expires_at"])
    return draft


@transaction.atomic
def sign_section(
    draft: Draft, section: str, *, by: Post, signature: dict[str, Any], context: Mapping[str, Any] | None = None
) -> Signed:
    """Sign the section as it stands. Raises DraftClosed, AlreadySigned, NotFinished.

    A section that others' later answers have changed is no longer signed: its office is asked again.
    """
    draft = locked(draft)
    if draft.signatures.filter(section=section).exists():
        raise AlreadySigned
    reviewed = _reviewed(draft, context)
    if problems := problems_in(draft, section, reviewed):
        raise NotFinished(problems)
    written = SectionSignature(draft=draft, section=section, post=by, data_key=draft.data_key)
    nonce = secrets.token_hex(16)
    written.digest = digest_of(draft.version, section, reviewed.answers, nonce=nonce)
    written.seal(signature, nonce=nonce)
    written.save(force_insert=True)
    missing = [one.key for one in unsigned(draft, reviewed)]
    undone = tuple(draft.signatures.filter(section__in=missing).values_list("section", flat=True))
    draft.signatures.filter(section__in=undone).delete()
    return Signed(written, complete=not missing, undone=undone)


@transaction.atomic
def reopen_section(draft: Draft, section: str) -> None:
    """Take the signature back. Raises DraftClosed."""
    locked(draft).signatures.filter(section=section).delete()


def unsigned(draft: Draft, reviewed: Reviewed) -> list[Section]:
    """Sections that are shown and whose signature is missing, is of something that stands there no longer, or of
    answers that others' later ones have made wrong."""
    valid = {
        one.section: holds(one, draft.version, reviewed.answers) for one in draft.signatures.select_related("data_key")
    }
    shown = shown_sections(draft.version.schema, reviewed)
    return [one for one in shown if not valid.get(one.key) or problems_in(draft, one.key, reviewed)]


def shown_sections(schema: FormSchema, reviewed: Reviewed) -> list[Section]:
    shown = reviewed.state.shown
    return [one for one in schema.sections if any(shown[step.key] for step in steps_of(schema, one.key))]


def problems_in(draft: Draft, section: str, reviewed: Reviewed) -> list[AnswerProblem]:
    own = {step.key for step in steps_of(draft.version.schema, section)}
    return [problem for problem in reviewed.problems if problem.step in own]


def holds(signature: SectionSignature, version: FormVersion, answers: Mapping[str, Any]) -> bool:
    """Whether what was signed is what stands in the section now."""
    nonce = signature.unsealed()["nonce"]
    return signature.digest == digest_of(version, signature.section, answers, nonce=nonce)


def digest_of(version: FormVersion, section: str, answers: Mapping[str, Any], *, nonce: str) -> str:
    """SHA-256 of canonical JSON: the answers given in the section, the version of the form, and the number."""
    given = given_in(version.schema, section, answers)
    said = {"answers": given, "section": section, "version": version.checksum, "nonce": nonce}
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _reviewed(draft: Draft, context: Mapping[str, Any] | None) -> Reviewed:
    schema, answers = draft.version.schema, draft.answers
    beside = knowing.context(schema, answers, context)
    return review(schema, answers, now=timezone.now(), context=beside, files=draft.file_ids())


def be_seen(draft: Draft, post: Post, section: str) -> None:
    """Somebody has a step of the section open, now."""
    Presence.objects.update_or_create(draft=draft, post=post, defaults={"section": section, "seen_at": timezone.now()})


def others_present(draft: Draft, post: Post) -> list[Presence]:
    """Who else works on a section now; on one that is signed nobody does."""
    signed = draft.signatures.values("section")
    here = draft.presences.now().exclude(post=post).exclude(section__in=signed)
    here = here.select_related("post__organisation", "post__user")
    return list(here.order_by("section", "pk"))
