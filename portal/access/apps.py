from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "portal.access"

    def ready(self) -> None:
        from portal.access import chain, guards
        from portal.jobs import beats

        post_migrate.connect(guards.stand, sender=self, dispatch_uid="access.guards")
        beats.at_each_beat(chain.link_waiting)
