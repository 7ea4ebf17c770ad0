"""Publishing in the admin makes a version."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import published

from workflows.letters.models import Letter
from workflows.letters.publishing import publish


@receiver(published, sender=Letter, dispatch_uid="letters.publish")
def publishing_makes_a_version(sender: type[Letter], instance: Letter, revision: Revision, **kwargs: Any) -> None:
    if instance.live:
        publish(instance, by=revision.user)
