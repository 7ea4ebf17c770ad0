from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "portal.jobs"
    verbose_name = _("Background work")

    def ready(self) -> None:
        from portal.jobs.registry import discover  # after the models, which handlers import

        discover()
