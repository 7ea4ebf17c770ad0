from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "forms"
    # Django's own `django.forms` would claim the label `forms`.
    label = "portal_forms"
