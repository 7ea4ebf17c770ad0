"""What the workflows floor does on news from the floors below."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import published

from forms.models import Submission
from forms.signals import submitted
from workflows.models import Workflow
from workflows.services import open_case, publish


@receiver(submitted, dispatch_uid="workflows.open_case")
def a_submission_opens_a_case(sender: type[Submission], submission: Submission, **kwargs: Any) -> None:
    """Inside the submission's transaction: a report is acknowledged together with its case and tasks."""
    open_case(submission)


@receiver(published, sender=Workflow, dispatch_uid="workflows.publish")
def publishing_makes_a_version(sender: type[Workflow], instance: Workflow, revision: Revision, **kwargs: Any) -> None:
    """Wagtail has made the edited workflow live; cases that open from now on run on the version made here."""
    publish(instance, by=revision.user)
