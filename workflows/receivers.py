"""What the workflows floor does on news from the floors below."""

import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published, unpublished

from forms.models import Submission
from forms.signals import numbering, submitted
from portal import pagecache
from portal.calendar.models import CalendarYear, OpeningTimes, SpecialDay
from portal.directory.models import Organisation
from portal.jobs.services import enqueue
from workflows.effects.starting import run_of
from workflows.models import Task, TaskDeadline, Workflow, WorkflowVersion
from workflows.services import case_to_open, is_of_a_task, open_case, publish, version_opened_by
from workflows.services.starting import open_started

log = logging.getLogger(__name__)

TO_NAME_AN_HEIR = timedelta(hours=1)

# Which workflow a form opens is remembered with the pages, and so are the calendars of places.
pagecache.purge_when_changed(WorkflowVersion)
pagecache.purge_on(published, unpublished, sender=Workflow)
pagecache.purge_when_changed(CalendarYear, OpeningTimes, SpecialDay)


@receiver(numbering, dispatch_uid="workflows.look_up_for_case")
def who_answers_is_looked_up_before(
    sender: type[Submission], submission: Submission, occasion: str = "", **kwargs: Any
) -> None:
    """A third of the time that opening a case takes. What fails here fails again, and is said, when it is opened."""
    if not is_of_a_task(occasion):
        with suppress(Exception), transaction.atomic():
            submission.looked_up = case_to_open(submission)


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
    if run := run_of(occasion):
        # Nobody waits for this one: what fails is undone, and the job of the effect tries again.
        open_started(submission, run)
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


@receiver(post_save, sender=Organisation, dispatch_uid="workflows.office_closed")
def an_office_is_closed(sender: type[Organisation], instance: Organisation, **kwargs: Any) -> None:
    """Its open work is looked after in an hour: until then somebody may say who took over from it."""
    if not instance.active and Task.objects.open().filter(organisation=instance).exists():
        at = timezone.now() + TO_NAME_AN_HEIR
        enqueue("workflows.office_closed", key=f"office_closed:{instance.pk}:{at:%Y%m%d%H}", run_after=at,
                organisation=instance.pk)  # fmt: skip


@receiver(published, sender=Workflow, dispatch_uid="workflows.publish")
def publishing_makes_a_version(sender: type[Workflow], instance: Workflow, revision: Revision, **kwargs: Any) -> None:
    """Cases that open from now on run on the version made here. A workflow that is only scheduled waits."""
    if instance.live:
        publish(instance, by=revision.user)
