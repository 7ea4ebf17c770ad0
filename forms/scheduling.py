"""What an editor has put off goes live at its time, and what has expired goes: pages, forms, workflows."""

import logging
from time import monotonic
from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.models import DraftStateMixin, Revision

from portal.access.refusal import Refused

SECONDS_BETWEEN = 30

log = logging.getLogger(__name__)
_last = {"looked": float("-inf")}


def at_a_beat() -> None:
    """Called every few seconds; looks every half minute."""
    if monotonic() - _last["looked"] >= SECONDS_BETWEEN:
        _last["looked"] = monotonic()
        publish_due()


def publish_due() -> None:
    """May be called by several workers at once: what is published a second time is the version that is there."""
    now = timezone.now()
    for model in filter(lambda one: issubclass(one, DraftStateMixin), apps.get_models()):
        gone: Any = model._default_manager.filter(live=True, expire_at__lte=now)
        for one in gone:
            one.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        _publish(revision)


def _publish(revision: Revision) -> None:
    """What has problems by then, a failing test for example, stays as it is and waits for its author."""
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except Refused as refused:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log.error("A scheduled revision (%s) was not published: %s", revision.pk, refused.code)
