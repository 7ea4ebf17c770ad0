from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        from workflows import receivers  # noqa: F401 -- connecting is the import's whole effect
