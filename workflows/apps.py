from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        from portal import chrome
        from workflows import receivers  # noqa: F401 -- connecting is the import's whole effect
        from workflows.desk.notices import unread_count

        chrome.register_count("/desk/notices/", unread_count)
