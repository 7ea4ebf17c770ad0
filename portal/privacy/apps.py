from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PrivacyConfig(AppConfig):
    name = "portal.privacy"

    def ready(self) -> None:
        from portal.privacy import checks, indexkeys  # noqa: F401 -- checks register themselves; models are there now

        post_migrate.connect(indexkeys.make_missing, sender=self)
