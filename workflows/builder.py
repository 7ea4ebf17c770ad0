"""Editor ⇄ schema. What the blocks say becomes a WorkflowSchema, and a WorkflowSchema becomes blocks, without loss."""

from typing import Any, cast

from django.db import transaction

from portal.directory.models import User
from portal.streams import UnlistedStreamField
from portal.words import both, say
from workflows.building import keys, naming, reading, scenarios, writing
from workflows.models import Workflow
from workflows.schema import WorkflowSchema


def schema_of(workflow: Workflow) -> WorkflowSchema:
    """The workflow as data, rules not parsed yet. Missing keys are made from the titles, and a title that stands for
    a part is replaced by its key; both stay in the workflow's streams.

    Raises pydantic's ValidationError for what the editor's own checks would not have let pass.
    """
    keys.fill(workflow.relations, workflow.states, workflow.transitions)
    naming.settle(workflow)
    return WorkflowSchema(
        key=workflow.key,
        title=both(workflow.title, workflow.title_en),
        opened_by=workflow.opened_by,
        relations=tuple(reading.relation(value) for value in _values(workflow.relations)),
        states=tuple(reading.state(value) for value in _values(workflow.states)),
        transitions=tuple(reading.transition(value) for value in _values(workflow.transitions)),
        readers=tuple(reading.reader(value) for value in _values(workflow.readers)),
        opening_effects=reading.effects(workflow.opening_effects),
        scenarios=tuple(scenarios.read(value) for value in _values(workflow.scenarios)),
    )


@transaction.atomic
def save_definition(schema: WorkflowSchema, *, by: User | None) -> Workflow:
    """The workflow of that key, made or changed to say what the schema says, with a revision. Not published yet."""
    workflow = Workflow.objects.select_for_update().filter(key=schema.key).first() or Workflow(key=schema.key)
    workflow.title, workflow.title_en = say(schema.title, "zh-hans"), schema.title.get("en", "")
    workflow.opened_by = schema.opened_by
    _put(workflow, "relations", writing.stream("relation", map(writing.relation, schema.relations)))
    _put(workflow, "states", writing.stream("state", map(writing.state, schema.states)))
    _put(workflow, "transitions", writing.stream("transition", map(writing.transition, schema.transitions)))
    _put(workflow, "readers", writing.stream("reader", map(writing.reader, schema.readers)))
    _put(workflow, "opening_effects", writing.effects(schema.opening_effects))
    _put(workflow, "scenarios", scenarios.write(schema.scenarios))
    workflow.save()
    workflow.save_revision(user=by, clean=False, log_action=by is not None)
    return workflow


def _values(stream: Any) -> list[Any]:
    return [block.value for block in stream]


def _put(workflow: Workflow, name: str, raw: list[dict[str, Any]]) -> None:
    field = cast(UnlistedStreamField, workflow._meta.get_field(name))
    setattr(workflow, name, field.stream_block.to_python(raw))
