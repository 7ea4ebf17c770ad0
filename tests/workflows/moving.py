"""A newer version of the small workflow, in which the handling is called otherwise and the township acknowledges."""

import copy

from django.contrib.auth.models import Permission

from tests.workflows.definitions import WORKFLOW, words
from workflows import builder, services
from workflows.mapping import Counterparts
from workflows.schema import WorkflowSchema

RENAMED = Counterparts(
    states={"reported": "reported", "handling": "dealing", "notified": "notified"},
    tasks={"take": "take", "respond": "deal", "sign": "sign", "watch": "watch"},
)


def newer(change=None):
    """The state `handling` is `dealing` and its task `respond` is `deal`; `change` may alter the data further."""
    raw = copy.deepcopy(WORKFLOW.model_dump(mode="json"))
    raw["title"] = words("小流程二", "Small two")
    raw["states"][1] |= {"key": "dealing", "title": words("办理中", "Being dealt with")}
    raw["states"][1]["tasks"][0] |= {"key": "deal", "title": words("办理", "Deal with it")}
    for way in raw["transitions"]:
        for name in ("source", "target", "task"):
            way[name] = {"handling": "dealing", "respond": "deal"}.get(way[name], way[name])
    if change:
        change(raw)
    return services.publish(builder.save_definition(WorkflowSchema.model_validate(raw), by=None), by=None)


def administrator(cast):
    """Who publishes workflows."""
    cast.form_administrator.user_permissions.add(Permission.objects.get(codename="publish_workflow"))
    return type(cast.form_administrator).objects.get(pk=cast.form_administrator.pk)
