from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "workflows.rights"
    label = "rights"

    def ready(self) -> None:
        from portal.jobs import beats
        from workflows.rights.retention import plan_day

        beats.at_each_beat(plan_day)
