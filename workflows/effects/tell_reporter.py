"""Tell the person who reported which stage the case has reached. Never more than the stage."""

from django.utils.translation import gettext_lazy as _

from portal.words import Words
from workflows.effects.base import Effect, Ending, Settings
from workflows.effects.registering import register
from workflows.models import EffectRun


class TellReporterSettings(Settings):
    words: Words = {}


@register
class TellReporter(Effect[TellReporterSettings]):
    key = "tell_reporter"
    title = _("Tell the reporter")
    settings_model = TellReporterSettings

    def run(self, run: EffectRun, settings: TellReporterSettings) -> Ending:
        event = run.event
        state = run.case.find(lambda schema: schema.state(event.detail["state"]))
        words, at = settings.words or state.public_status, run.planned_for or event.at

        def tell() -> None:
            if words:
                run.case.reporter_messages.get_or_create(
                    key=f"{event.sequence}.{run.position}", defaults={"words": words, "at": at}
                )

        return tell
