"""What a signature was put under: a digest of everything that was handed in with it, kept sealed beside the answers.

The digest is SHA-256 of canonical JSON: all answers, the form's version, the moment, the post, and a number that nobody
can guess, without which whoever knows a part of the answers could try out the rest. Answers about who reported go in
by a digest of their own, so that the check needs nobody to open them.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.compartments import Compartments
from forms.models import Submission
from forms.schema import FormSchema, Question

# Beside the sealed answers, by a name that no field can have.
KEPT = "_signed"


@dataclass(frozen=True)
class Signed:
    """`holds`: what was signed is what is there now."""

    digest: str
    holds: bool


def digest_of(answers: Mapping[str, Any], *, reporter: str, version: str, at: str, post: int | None, nonce: str) -> str:
    """In hex. `answers`: all but the reporter's, whose digest is `reporter`; `version`: checksum of the form's."""
    return _sha256(
        {"answers": answers, "reporter": reporter, "version": version, "at": at, "post": post, "nonce": nonce}
    )


def kept_beside(schema: FormSchema, parts: Compartments, *, version: str, post: int | None) -> dict[str, Any]:
    """What to seal with the answers of a submission; nothing when nobody signed."""
    signed = {key: at for part in (parts.open, parts.sealed, parts.reporter) for key, at in _moments(schema, part)}
    if not signed:
        return {}
    nonce, reporter_nonce = secrets.token_hex(16), secrets.token_hex(16)
    reporter = _of_reporter(parts.reporter, reporter_nonce)
    answers = {**parts.open, **parts.sealed}
    digests = {
        key: digest_of(answers, reporter=reporter, version=version, at=at, post=post, nonce=nonce)
        for key, at in signed.items()
    }
    return {
        KEPT: {
            "digests": digests,
            "moments": signed,
            "post": post,
            "reporter": reporter,
            "nonce": nonce,
            "reporter_nonce": reporter_nonce,
        }
    }


def verify(submission: Submission, *, reporter: Mapping[str, Any] | None = None) -> dict[str, Signed]:
    """By field key, what was signed and whether it still holds; nothing of what was erased, or handed in unsigned.

    It compares and gives out no answer, so it is no reading. With `reporter`, the answers of that compartment as
    forms.reading gave them, those are compared too.
    """
    if submission.is_erased:
        return {}
    answers = submission.unsealed()
    kept = answers.pop(KEPT, None)
    if kept is None:
        return {}
    version = FormSchema.model_validate(submission.version.definition).checksum()
    said = {"reporter": kept["reporter"], "version": version, "nonce": kept["nonce"], "post": submission.post_id}
    same_reporter = reporter is None or _of_reporter(reporter, kept["reporter_nonce"]) == kept["reporter"]
    return {
        key: Signed(digest, same_reporter and digest_of(answers, at=kept["moments"][key], **said) == digest)
        for key, digest in kept["digests"].items()
    }


def _moments(schema: FormSchema, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    signatures = (item.key for item in schema.fields() if isinstance(item, Question) and item.type == "signature")
    return [(key, str(answers[key]["signed_at"])) for key in signatures if key in answers]


def _of_reporter(answers: Mapping[str, Any], nonce: str) -> str:
    return _sha256({"answers": answers, "nonce": nonce})


def _sha256(said: Mapping[str, Any]) -> str:
    plain = json.dumps(_plain(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Databases give a whole number back as 1 or as 1.0."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
