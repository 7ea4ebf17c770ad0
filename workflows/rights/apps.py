from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "workflows.rights"
    label = "rights"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from portal import chrome
        from portal.jobs import beats
        from workflows.rights.policies import may_oversee
        from workflows.rights.retention import plan_day

        beats.at_each_beat(plan_day)
        chrome.register_desk_link(chrome.Link(_("Data rights"), "/desk/rights/", "lock"), may_oversee)
