"""What the forms floor does on news from Wagtail."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import published

from forms import services
from forms.models import Form, FormVersion, SharedGroup, Submission
from forms.records import keeping, knowing, lookup  # noqa: F401 -- the last two register themselves
from forms.signals import submitted
from portal import pagecache

pagecache.purge_when_changed(FormVersion)


@receiver(published, sender=Form, dispatch_uid="forms.publish")
def publishing_makes_a_version(sender: type[Form], instance: Form, revision: Revision, **kwargs: Any) -> None:
    """In the transaction that makes the edited form live (see Form.publish). One that is only scheduled waits."""
    if instance.live:
        services.publish(instance, by=revision.user)


@receiver(published, sender=SharedGroup, dispatch_uid="forms.publish_group")
def publishing_makes_a_version_of_a_group(
    sender: type[SharedGroup], instance: SharedGroup, revision: Revision, **kwargs: Any
) -> None:
    if instance.live:
        services.publish_group(instance, by=revision.user)


@receiver(submitted, sender=Submission, dispatch_uid="forms.keep_records")
def a_submission_opens_or_revises_records(
    sender: type[Submission], submission: Submission, answers: dict[str, Any], **kwargs: Any
) -> None:
    """Inside the submission's transaction: the paper and the record that it makes are there together, or neither."""
    keeping.keep(submission, answers)
