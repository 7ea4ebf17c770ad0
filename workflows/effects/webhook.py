"""Tell another system that a case has gone one step: keys, the number and the time, never a word of the case."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms.schema import FormSchema
from portal.notices.delivering import call
from portal.notices.models import Channel
from workflows.effects.base import Effect, Ending, Settings
from workflows.effects.registering import register
from workflows.models import EffectRun


class WebhookSettings(Settings):
    # Key of a channel that an administrator keeps: addresses and secrets stand in no workflow.
    channel: str


@register
class Webhook(Effect[WebhookSettings]):
    """At least once, under an id that stays: the other side knows a second copy by it."""

    key = "webhook"
    title = _("Call another system")
    settings_model = WebhookSettings

    def problem(self, given: dict[str, Any], forms: Mapping[str, FormSchema]) -> str:
        key = self.settings(given).channel
        if Channel.objects.for_programs().filter(key=key).exists():
            return ""
        return gettext("There is no channel “%(key)s” in use.") % {"key": key}

    def run(self, run: EffectRun, settings: WebhookSettings) -> Ending:
        event = run.event
        document = {
            "event": event.kind,
            "case": run.case.number,
            "workflow": run.case.version.schema.key,
            "version": run.case.version.number,
            "transition": event.detail.get("transition", ""),
            "state": event.detail.get("state", ""),
            "sequence": event.sequence,
            # The day it is here, not in Greenwich.
            "on": timezone.localdate(event.at).isoformat(),
        }
        call(settings.channel, document, delivery=f"{run.case_id}:{run.event_sequence}.{run.position}")
        return _nothing_to_write


def _nothing_to_write() -> None:
    """That it is done is written by the job."""
