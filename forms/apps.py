from importlib import import_module

from django.apps import AppConfig

from portal.jobs.beats import at_each_beat


class FormsConfig(AppConfig):
    name = "forms"
    # Django's own `django.forms` would claim the label `forms`.
    label = "portal_forms"

    def ready(self) -> None:
        """Kinds of field and receivers register themselves when they are imported."""
        import_module("forms.fieldtypes")
        import_module("forms.receivers")
        import_module("forms.begun")
        at_each_beat(import_module("forms.scheduling").at_a_beat)
