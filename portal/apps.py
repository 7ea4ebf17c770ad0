from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal import adminchoosers, receivers  # models are there only now

        receivers.connect()
        adminchoosers.connect()
