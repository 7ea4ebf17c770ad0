from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeyroomConfig(AppConfig):
    name = "portal.keyroom"
    verbose_name = _("Master keys")
