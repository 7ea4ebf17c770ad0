from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Public site")

    def ready(self) -> None:
        from content import job_handlers, receivers
        from portal.jobs import beats

        receivers.connect()
        post_migrate.connect(_make_locales, sender=self)
        beats.at_each_beat(job_handlers.plan_day)


def _make_locales(sender: AppConfig, **kwargs: Any) -> None:
    from content.languages import ensure_locales

    ensure_locales()
