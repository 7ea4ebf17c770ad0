from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "portal.staffing"

    def ready(self) -> None:
        from portal.staffing import receivers  # models are there only now

        receivers.connect()
