from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "portal.notices"

    def ready(self) -> None:
        from portal.notices import job_handlers  # noqa: F401 -- registering is the import's whole effect
