"""Publishing: what an administrator edits becomes an immutable numbered version."""

from django.db import transaction

from forms.problems import Problem
from portal.access.refusal import Refused
from portal.directory.models import User
from workflows.builder import schema_of
from workflows.checking import problems_of
from workflows.guards import compile_rules
from workflows.models import Workflow, WorkflowVersion


class NotPublishable(Refused):
    """The workflow has problems. `problems` say what and where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("not_publishable", " ".join(str(problem) for problem in problems))
        self.problems = problems


@transaction.atomic
def publish(workflow: Workflow, *, by: User | None) -> WorkflowVersion:
    """Compile the workflow to a new version, or give the current one when nothing changed. Raises NotPublishable.

    Running cases stay on the version they opened on.
    """
    Workflow.objects.select_for_update().get(pk=workflow.pk)
    if problems := problems_of(workflow):
        raise NotPublishable(problems)
    schema = compile_rules(schema_of(workflow))
    current = workflow.current_version
    if current is not None and current.checksum == schema.checksum():
        return current
    return WorkflowVersion.objects.create(
        workflow=workflow,
        number=current.number + 1 if current else 1,
        definition=schema.model_dump(mode="json"),
        checksum=schema.checksum(),
        published_by=by,
    )
