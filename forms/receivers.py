"""What the forms floor does on news from Wagtail."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import published

from forms import services
from forms.models import Form, FormVersion, SharedGroup
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
