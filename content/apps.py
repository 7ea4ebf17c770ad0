from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Public site")

    def ready(self) -> None:
        from content import job_handlers, receivers
        from portal.jobs import beats

        receivers.connect()
        beats.at_each_beat(job_handlers.plan_day)
