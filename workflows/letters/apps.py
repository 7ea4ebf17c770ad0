from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "workflows.letters"
    label = "letters"

    def ready(self) -> None:
        from workflows.letters import receivers  # noqa: F401 -- connecting is its whole effect
