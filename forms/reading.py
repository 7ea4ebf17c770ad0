"""The only way to sealed answers. Whoever calls has asked the policy; every reading is on record."""

from collections.abc import Collection
from typing import Any

from forms.compartments import is_clear, sensitivity_of
from forms.models import ReporterIdentity, Submission
from forms.schema import Sensitivity
from portal.access.services import Purpose, record_reading
from portal.directory.models import Post


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


def _reporter(submission: Submission, *, by: Post, purpose: Purpose | str) -> dict[str, Any]:
    identity = ReporterIdentity.objects.select_related("data_key").filter(submission=submission).first()
    if identity is None or identity.data_key.wrapped is None:
        return {}
    record_reading(identity, by=by, action="read_reporter", purpose=purpose)
    return identity.unsealed()
