"""What the workflows floor does on news from the floors below."""

import logging
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published, unpublished

from forms.models import Submission
from forms.signals import submitted
from portal import pagecache
from portal.calendar.models import CalendarYear
from portal.jobs.services import enqueue
from workflows.models import TaskDeadline, Workflow, WorkflowVersion
from workflows.services import is_of_a_task, open_case, publish, version_opened_by

log = logging.getLogger(__name__)

# Which workflow a form opens is remembered with the pages.
pagecache.purge_when_changed(WorkflowVersion)
pagecache.purge_on(published, unpublished, sender=Workflow)


@receiver(submitted, dispatch_uid="workflows.open_case")
def a_submission_opens_a_case(
    sender: type[Submission], submission: Submission, occasion: str = "", **kwargs: Any
) -> None:
    """Inside the submission's transaction: a report is acknowledged together with its case and tasks.

    What is handed in for a task belongs to the case of the task, such as a registration that was sent back. A fault in
    a workflow never turns a report away: the report stands, and a job opens its case as soon as it can.
    """
    if is_of_a_task(occasion):
        return
    try:
        if version_opened_by(submission) is not None:
            with transaction.atomic():
                open_case(submission, is_new=True)
    except Exception as fault:
        log.error("Submission %s has no case yet (%s); a job tries again.", submission.pk, type(fault).__name__)
        enqueue("workflows.open_case", key=f"open_case:{submission.pk}", submission_id=str(submission.pk))


@receiver(post_save, sender=CalendarYear, dispatch_uid="workflows.count_again")
def a_year_is_known(sender: type[CalendarYear], **kwargs: Any) -> None:
    """What was counted without its holidays is counted again by the sweeper, at once; what is paused is not counted."""
    TaskDeadline.objects.unsure().filter(paused_at=None).update(next_at=timezone.now())


@receiver(published, sender=Workflow, dispatch_uid="workflows.publish")
def publishing_makes_a_version(sender: type[Workflow], instance: Workflow, revision: Revision, **kwargs: Any) -> None:
    """Cases that open from now on run on the version made here. A workflow that is only scheduled waits."""
    if instance.live:
        publish(instance, by=revision.user)
