"""The small workflow, with what happens later than its steps."""

from tests.workflows.definitions import WORKFLOW
from workflows import builder, services
from workflows.schema import WorkflowSchema

REMINDER = {"type": "notify", "settings": {"relation": "civil_affairs"}}


def with_later(*effects, way="accept"):
    """That way causes these, in the place of what it caused."""
    raw = WORKFLOW.model_dump(mode="json")
    next(one for one in raw["transitions"] if one["key"] == way)["effects"] = list(effects)
    return WorkflowSchema.model_validate(raw)


def later(effect=REMINDER, **how):
    return {**effect, "later": how}


def published(schema):
    return services.publish(builder.save_definition(schema, by=None), by=None)
