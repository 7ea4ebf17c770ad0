"""Tell another system that a case has gone one step: keys, the number and the time, never a word of the case."""

from django.utils.translation import gettext_lazy as _

from portal.notices.delivering import call
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
            "on": event.at.date().isoformat(),
        }
        call(settings.channel, document, delivery=f"{run.case_id}:{run.event_sequence}.{run.position}")
        return _nothing_to_write


def _nothing_to_write() -> None:
    """That it is done is written by the job."""
