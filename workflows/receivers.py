"""What the workflows floor does on news from the floors below."""

from typing import Any

from django.dispatch import receiver

from forms.models import Submission
from forms.signals import submitted
from workflows.services import open_case


@receiver(submitted, dispatch_uid="workflows.open_case")
def a_submission_opens_a_case(sender: type[Submission], submission: Submission, **kwargs: Any) -> None:
    """Inside the submission's transaction: a report is acknowledged together with its case and tasks."""
    open_case(submission)
