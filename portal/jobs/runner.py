"""Doing one job. django-q2 calls `run` with the id; everything else is read from the Job row."""

import logging
import signal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from portal.jobs import claims, failures
from portal.jobs.claims import Claim
from portal.jobs.progress import reporting_for
from portal.jobs.registry import registry

log = logging.getLogger(__name__)


class ClaimLost(Exception):
    """The lease ran out and somebody else has the job: what this run wrote is rolled back."""


def run(job_id: str) -> None:
    """Do the job of that id, if it is there to be done. Never raises: a delivery that comes twice returns at once.

    Everything is caught, also what is no Exception (django-q2's time limit, WeasyPrint's fatal errors): it would end
    the worker, and django-q2 would write its text, which may hold personal data, into a table of its own.
    """
    claim = None
    try:
        claim = claims.take(UUID(job_id))
        if claim is not None:
            _work(claim)
    except BaseException as error:
        signal.alarm(0)  # django-q2's time limit has nothing more to say once the job has failed
        _record_failure(claim, error)


def _work(claim: Claim) -> None:
    kind = registry[claim.kind]
    with translation.override(settings.LANGUAGE_CODE), reporting_for(claim):
        if kind.in_transaction:
            with transaction.atomic():
                kind.handler(**claim.arguments)
                _finish(claim)
            return
        ending = kind.handler(**claim.arguments)
        with transaction.atomic():
            if ending is not None:
                ending()
            _finish(claim)


def _finish(claim: Claim) -> None:
    if not claims.finish(claim):
        raise ClaimLost


def _record_failure(claim: Claim | None, error: BaseException) -> None:
    text = failures.describe(error)
    if claim is None:
        log.error("A job could not be taken: %s", text)
        return
    log.warning("Job %s (%s), attempt %d: %s", claim.job_id, claim.kind, claim.attempt, text)
    try:
        claims.give_back(claim, text)
    except Exception as failure:  # the database is away: the lease runs out and the reconciler takes over
        log.error("Job %s stays taken until its lease ends: %s", claim.job_id, failures.describe(failure))
