"""What obligations do on news from below: inside the transaction of the submission, and never a fault in its way."""

import logging
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published, unpublished

from forms.models import Record, Submission
from forms.signals import filed, recorded
from portal.jobs.services import enqueue
from workflows.obligations.looking import look_again
from workflows.obligations.meeting import meet
from workflows.obligations.models import Obligation
from workflows.obligations.publishing import in_force, publish, stop

log = logging.getLogger(__name__)


@receiver(recorded, sender=Record, dispatch_uid="obligations.look_again")
def a_record_owes_what_it_says_now(sender: type[Record], record: Record, **kwargs: Any) -> None:
    """One that was opened, revised or erased. What fails here is done by a job."""
    try:
        with transaction.atomic():
            found = [one for one in in_force() if one.schema.records == record.form.key]
            look_again(record, found, now=timezone.now())
    except Exception as fault:
        log.error("What is owed on record %s is looked at by a job (%s).", record.pk, type(fault).__name__)
        enqueue("obligations.look_again", key=f"owed:{record.pk}:{record.revision}", record_id=str(record.pk))


@receiver(filed, sender=Record, dispatch_uid="obligations.meet")
def a_submission_meets_what_is_owed(
    sender: type[Record], record: Record, submission: Submission, answers: dict[str, Any], **kwargs: Any
) -> None:
    """What fails here is done by a job."""
    try:
        with transaction.atomic():
            meet(submission, record, answers)
    except Exception as fault:
        log.error("What submission %s meets is looked at by a job (%s).", submission.pk, type(fault).__name__)
        key = f"owed_met:{submission.pk}:{record.pk}"
        enqueue("obligations.meet", key=key, submission_id=str(submission.pk), record_id=str(record.pk))


@receiver(published, sender=Obligation, dispatch_uid="obligations.publish")
def publishing_makes_a_version(
    sender: type[Obligation], instance: Obligation, revision: Revision, **kwargs: Any
) -> None:
    if instance.live:
        publish(instance, by=revision.user)


@receiver(unpublished, sender=Obligation, dispatch_uid="obligations.stop")
def unpublishing_stops_it(sender: type[Obligation], instance: Obligation, **kwargs: Any) -> None:
    stop(instance)
