"""What the forms floor does on news from Wagtail."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import published

from forms import services
from forms.models import Form


@receiver(published, sender=Form, dispatch_uid="forms.publish")
def publishing_makes_a_version(sender: type[Form], instance: Form, revision: Revision, **kwargs: Any) -> None:
    """In the transaction that makes the edited form live (see Form.publish). One that is only scheduled waits."""
    if instance.live:
        services.publish(instance, by=revision.user)
