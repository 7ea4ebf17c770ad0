"""Trying again what an effect did not manage."""

from portal.access.refusal import Refused
from portal.access.services import Purpose, record_refusal
from portal.directory.models import Post
from portal.jobs.services import retry
from workflows.effects.pieces import job_of
from workflows.models import EffectRun
from workflows.policies import may


def retry_effect(run: EffectRun, *, by: Post) -> bool:
    """Give a failed effect its attempts back. False when it has not failed (any more). Raises Refused."""
    answer = may(by, "retry", run.case)
    if not answer.allowed:
        record_refusal(run.case, by=by, action="retry", purpose=Purpose("", matter=run.case_id))
        raise Refused(answer.code, answer.sentence)
    job = job_of(run)
    return job is not None and retry(job.pk)
