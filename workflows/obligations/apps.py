from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "workflows.obligations"
    label = "obligations"

    def ready(self) -> None:
        from workflows.obligations import receivers  # noqa: F401 -- connecting is its whole effect
